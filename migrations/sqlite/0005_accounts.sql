-- Who may sign in and how: passwords with an age, a second factor, lock-outs by device, accounts
-- that two persons make, offices that a role allows, and an audit trail of one chain per session.

-- A password is the person's own, or a code that is good once and for a day. `totp` is the number
-- from which the second factor's secret follows together with the key file, so that no secret stands
-- here; `totp_step` is the last half minute of which a code was taken.
alter table accounts drop column failures;
alter table accounts drop column blocked_until;
alter table accounts add column password_kind text not null default 'own'
    check (password_kind in ('own', 'one_time'));
alter table accounts add column password_at text not null default '';
alter table accounts add column totp text not null default '';
alter table accounts add column totp_step integer not null default 0;

-- Hashes of passwords that an account had before.
create table old_passwords (
    account text not null references accounts (id),
    position integer not null,
    hash text not null,
    primary key (account, position)
) strict;

-- Codes for who has lost the second factor; each is deleted when it was used.
create table recovery_codes (
    account text not null references accounts (id),
    position integer not null,
    hash text not null,
    primary key (account, position)
) strict;

-- Browsers in which an account has signed in with all that is asked for, by a digest.
create table devices (
    account text not null references accounts (id),
    device text not null,
    since text not null,
    seen_at text not null,
    primary key (account, device)
) strict;

-- Wrong passwords and codes in a row, for each name and known device; unknown devices share one
-- row. Names that no account has are counted too, so that nobody learns which ones exist.
create table sign_in_failures (
    login text not null,
    device text not null,
    failures integer not null,
    blocked_until text not null,
    seen_at text not null,
    primary key (login, device)
) strict;

-- Sign-ins that have begun with a password and still want something. `totp` is the number of a second
-- factor that is being set up.
create table begun_logins (
    token text not null primary key,
    account text not null references accounts (id),
    code_given integer not null check (code_given in (0, 1)),
    totp text not null,
    started_at text not null
) strict;

alter table logins add column device text not null default '';

-- Accounts and new passwords that an administrator wants to give; `second` says who has to agree.
create table grants (
    id text not null primary key,
    kind text not null check (kind in ('account', 'reset')),
    account text not null,
    township text not null,
    details text not null,
    second text not null check (second in ('presidium', 'administrator', 'nobody')),
    proposed_by text not null references accounts (id),
    proposed_at text not null,
    state text not null check (state in ('waiting', 'given', 'withdrawn')),
    decided_by text not null,
    decided_at text not null,
    constraint second_person_is_another check (decided_by <> proposed_by),
    constraint a_second_person_where_one_is_due
        check (state <> 'given' or second = 'nobody' or decided_by <> '')
) strict;

create index grants_waiting on grants (state, township);

-- 操作日志, one chain for each session and one ('') for what concerns none: who appends to one waits
-- for nobody who appends to another. No version with the one chain before was ever released.
drop table audit;

create table audit (
    session text not null,
    position integer not null,
    at text not null,
    actor text not null,
    role text not null,
    source text not null,
    device text not null,
    action text not null,
    object text not null,
    details text not null,
    chain text not null,
    primary key (session, position)
) strict;

create index audit_by_time on audit (at);

-- Where each chain ends; a tail that was cut off shows here.
create table audit_heads (
    session text not null primary key,
    position integer not null,
    chain text not null
) strict;

create trigger audit_stays before update on audit
begin select raise(abort, 'the audit log is append-only'); end;
create trigger audit_remains before delete on audit
begin select raise(abort, 'the audit log is append-only'); end;

-- Nobody is both clerk and teller, or administrator and anything else: one account has one role in
-- one township, keeps both, and holds the office that its role is.
create trigger accounts_keep_their_role before update of role, township on accounts
when new.role <> old.role or new.township <> old.township
begin select raise(abort, 'an account keeps its role and township'); end;
create trigger officers_have_the_role before insert on officers
when not exists (select 1 from accounts a join sessions s on s.township = a.township
    where a.id = new.account and a.role = new.role and s.id = new.session)
begin select raise(abort, 'an officer has the role of the office in the township'); end;
create trigger officers_keep_their_account before update of account, role, session on officers
when new.account <> old.account or new.role <> old.role or new.session <> old.session
begin select raise(abort, 'an officer has the role of the office in the township'); end;
create trigger shares_by_tellers before insert on shares
when not exists (select 1 from officers o
    where o.session = new.session and o.id = new.officer and o.role = 'teller')
begin select raise(abort, 'only tellers hand in shares'); end;
create trigger papers_by_tellers before insert on paper_entries
when not exists (select 1 from officers o
    where o.session = new.session and o.id = new.officer and o.role = 'teller')
begin select raise(abort, 'only tellers enter papers'); end;
create trigger second_person_has_the_office before update of state on proposals
when new.state = 'confirmed' and new.decided_by <> new.proposed_by and not exists (
    select 1 from accounts second
    join sessions s on s.township = second.township
    join accounts first on first.id = new.proposed_by
    where second.id = new.decided_by and s.id = new.session and second.state = 'active'
    and second.role <> first.role and second.role = case
        when new.act in ('close', 'sign_in') then 'teller' else 'presidium' end)
begin select raise(abort, 'the second person has another office'); end;
create trigger grants_by_administrators before insert on grants
when not exists (select 1 from accounts a where a.id = new.proposed_by
    and a.role = 'administrator')
begin select raise(abort, 'administrators ask for accounts'); end;
create trigger grants_alone_while_nobody_is_there before insert on grants
when new.second = 'nobody' and new.township <> '' and exists (
    select 1 from accounts a where a.township = new.township and a.role = 'presidium'
    and a.state = 'active' and a.password_kind = 'own' and a.id <> new.account)
begin select raise(abort, 'an account is given by two persons'); end;
create trigger grants_by_the_second_person before update of state on grants
when new.state = 'given' and new.second <> 'nobody' and not exists (
    select 1 from accounts a where a.id = new.decided_by and a.state = 'active'
    and a.role = new.second and a.township = new.township and a.id <> new.account)
begin select raise(abort, 'an account is given by two persons'); end;
create trigger proposals_begin_waiting before insert on proposals when new.state <> 'waiting'
begin select raise(abort, 'what needs a second person waits for one'); end;
create trigger grants_begin_waiting before insert on grants
when new.state <> 'waiting' and new.second <> 'nobody'
begin select raise(abort, 'what needs a second person waits for one'); end;
