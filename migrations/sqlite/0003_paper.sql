-- How votes come in; and where a poll went over to paper in its midst: since when and why.
alter table polls add column channel text not null default 'sealed'
    check (channel in ('sealed', 'paper', 'hands'));
alter table polls add column paper_since text not null default '';
alter table polls add column paper_reason text not null default '';

-- Papers that were handed out and are in no box, as the teller states who signs the closing note.
alter table closings add column unreturned integer not null default 0;

-- What each teller reads off a batch of papers, apart from the other; a correction is a new row.
create table paper_entries (
    session text not null,
    poll text not null,
    batch integer not null,
    officer text not null,
    attempt integer not null,
    figures text not null,
    at text not null,
    primary key (session, poll, batch, officer, attempt),
    foreign key (session, poll) references polls (session, id),
    foreign key (session, officer) references officers (session, id)
) strict;

create trigger paper_entries_stay before update on paper_entries
begin select raise(abort, 'what a teller entered is append-only'); end;
create trigger paper_entries_remain before delete on paper_entries
begin select raise(abort, 'what a teller entered is append-only'); end;
