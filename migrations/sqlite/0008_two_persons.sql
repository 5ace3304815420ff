-- What two persons decided stays, and an act is there only where two persons decided it.

-- A clerk asks, whoever confirms. What is asked for stays as it was read; what was decided stays too.
create trigger proposals_by_clerks before insert on proposals
when not exists (select 1 from accounts a join sessions s on s.township = a.township
    where a.id = new.proposed_by and a.role = 'clerk' and s.id = new.session)
begin select raise(abort, 'a clerk asks for what needs a second person'); end;
create trigger proposals_stay before update on proposals
when old.state <> 'waiting'
    or (new.session, new.id, new.act, new.subject, new.details, new.proposed_by, new.proposed_at)
    <> (old.session, old.id, old.act, old.subject, old.details, old.proposed_by, old.proposed_at)
begin select raise(abort, 'what is asked for and decided is append-only'); end;
create trigger proposals_remain before delete on proposals
begin select raise(abort, 'what is asked for and decided is append-only'); end;

-- List and rule are fixed by two persons. A further round has its list from the outcome before, and
-- a vote that is held again has that of the one before, whole.
create trigger polls_begin_as_drafts before insert on polls when new.state <> 'draft'
begin select raise(abort, 'a poll begins as a draft'); end;
create trigger polls_are_fixed_by_two before update of state on polls
when old.state = 'draft' and new.state <> 'draft' and not (new.state = 'ready' and (
    exists (select 1 from proposals p where p.session = new.session and p.act = 'freeze'
        and p.subject = new.id and p.state = 'confirmed')
    or exists (select 1 from polls b where b.session = new.session and b.id = new.previous
        and b.state = 'opened')
    or exists (select 1 from polls b where b.session = new.session and b.state = 'opened'
        and (b.question, b.method, b.rule) = (new.question, new.method, new.rule)
        and (select count(*) from poll_options o where o.session = b.session and o.poll = b.id)
        = (select count(*) from poll_options o where o.session = b.session and o.poll = new.id)
        and not exists (select 1 from poll_options o where o.session = b.session
            and o.poll = new.id and not exists (select 1 from poll_options c
                where c.session = b.session and c.poll = b.id and c.number = o.number
                and c.project = o.project)))))
begin select raise(abort, 'list and rule are fixed by two persons'); end;
create trigger polls_stay_fixed before update on polls
when old.state <> 'draft' and (new.state = 'draft' or (old.state = 'opened' and new.state = 'ready')
    or (new.session, new.id, new.position, new.question, new.method, new.rule, new.previous,
        new.list_digest, new.channel)
    <> (old.session, old.id, old.position, old.question, old.method, old.rule, old.previous,
        old.list_digest, old.channel))
begin select raise(abort, 'list and rule are fixed'); end;
create trigger polls_remain_fixed before delete on polls when old.state <> 'draft'
begin select raise(abort, 'list and rule are fixed'); end;
create trigger lists_get_nothing before insert on poll_options
when exists (select 1 from polls p where p.session = new.session and p.id = new.poll
    and p.state <> 'draft')
begin select raise(abort, 'list and rule are fixed'); end;
create trigger lists_stay_fixed before update on poll_options
when exists (select 1 from polls p where p.state <> 'draft'
    and ((p.session, p.id) = (old.session, old.poll)
    or (p.session, p.id) = (new.session, new.poll)))
begin select raise(abort, 'list and rule are fixed'); end;
create trigger lists_lose_nothing before delete on poll_options
when exists (select 1 from polls p where p.session = old.session and p.id = old.poll
    and p.state <> 'draft')
begin select raise(abort, 'list and rule are fixed'); end;
create trigger listed_projects_stay before update on projects
when (new.session, new.id, new.title, new.category, new.content, new.location, new.beneficiaries,
        new.investment, new.fund_source, new.lead_unit, new.co_units, new.due, new.goal,
        new.proposer)
    <> (old.session, old.id, old.title, old.category, old.content, old.location,
        old.beneficiaries, old.investment, old.fund_source, old.lead_unit, old.co_units, old.due,
        old.goal, old.proposer)
    and exists (select 1 from poll_options o
        join polls p on p.session = o.session and p.id = o.poll
        where o.session = old.session and o.project = old.id and p.state <> 'draft')
begin select raise(abort, 'list and rule are fixed'); end;

-- The other acts of two persons, where they are done: a vote goes over to paper and back, a deputy is
-- signed in by hand, a poll is closed, a result is published.
create trigger paper_by_two before update of paper_since on polls
when new.paper_since <> old.paper_since and not exists (select 1 from proposals p
    where p.session = new.session and p.subject = new.id and p.state = 'confirmed'
    and p.act = case new.paper_since when '' then 'to_tablets' else 'to_paper' end)
begin select raise(abort, 'two persons let a vote go over'); end;
create trigger signed_in_by_two before insert on attendance
when new.how = 'manual' and not exists (select 1 from proposals p
    where p.session = new.session and p.act = 'sign_in' and p.subject = new.deputy
    and p.state = 'confirmed' and p.proposed_by = new.marked_by
    and p.decided_by = new.confirmed_by)
begin select raise(abort, 'two persons sign in by hand'); end;
create trigger signed_in_again_by_two before update on attendance
when new.how = 'manual' and not exists (select 1 from proposals p
    where p.session = new.session and p.act = 'sign_in' and p.subject = new.deputy
    and p.state = 'confirmed' and p.proposed_by = new.marked_by
    and p.decided_by = new.confirmed_by)
begin select raise(abort, 'two persons sign in by hand'); end;
create trigger entries_of_two before insert on entries
when new.kind in ('poll_closed', 'published') and not exists (select 1 from proposals p
    where p.session = new.session and p.state = 'confirmed'
    and p.act = case new.kind when 'published' then 'publish' else 'close' end
    and instr(new.bytes, cast(p.subject as blob)) > 0)
begin select raise(abort, 'two persons close and publish'); end;
