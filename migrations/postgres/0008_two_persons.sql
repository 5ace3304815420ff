-- What two persons decided stays, and an act is there only where two persons decided it.

-- A clerk asks, whoever confirms. What is asked for stays as it was read; what was decided stays too.
create function proposal_by_a_clerk() returns trigger language plpgsql as $$
begin
    if not exists (select 1 from accounts a join sessions s on s.township = a.township
        where a.id = new.proposed_by and a.role = 'clerk' and s.id = new.session)
    then raise exception 'a clerk asks for what needs a second person'; end if;
    return new;
end $$;
create trigger proposals_by_clerks before insert on proposals
for each row execute function proposal_by_a_clerk();
create trigger proposals_stay before update on proposals
for each row when (old.state <> 'waiting'
    or (new.session, new.id, new.act, new.subject, new.details, new.proposed_by, new.proposed_at)
    <> (old.session, old.id, old.act, old.subject, old.details, old.proposed_by, old.proposed_at))
execute function refuse_row('what is asked for and decided is append-only');
create trigger proposals_remain before delete on proposals
for each row execute function refuse_row('what is asked for and decided is append-only');

-- List and rule are fixed by two persons. A further round has its list from the outcome before, and
-- a vote that is held again has that of the one before, whole.
create trigger polls_begin_as_drafts before insert on polls
for each row when (new.state <> 'draft')
execute function refuse_row('a poll begins as a draft');
create function poll_is_fixed_by_two() returns trigger language plpgsql as $$
begin
    if not (new.state = 'ready' and (
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
    then raise exception 'list and rule are fixed by two persons'; end if;
    return new;
end $$;
create trigger polls_are_fixed_by_two before update of state on polls
for each row when (old.state = 'draft' and new.state <> 'draft')
execute function poll_is_fixed_by_two();
create trigger polls_stay_fixed before update on polls
for each row when (old.state <> 'draft'
    and (new.state = 'draft' or (old.state = 'opened' and new.state = 'ready')
    or (new.session, new.id, new.position, new.question, new.method, new.rule, new.previous,
        new.list_digest, new.channel)
    <> (old.session, old.id, old.position, old.question, old.method, old.rule, old.previous,
        old.list_digest, old.channel)))
execute function refuse_row('list and rule are fixed');
create trigger polls_remain_fixed before delete on polls
for each row when (old.state <> 'draft')
execute function refuse_row('list and rule are fixed');
create function list_is_fixed() returns trigger language plpgsql as $$
begin
    if tg_op <> 'INSERT' then
        if exists (select 1 from polls p where p.session = old.session and p.id = old.poll
            and p.state <> 'draft')
        then raise exception 'list and rule are fixed'; end if;
    end if;
    if tg_op = 'DELETE' then return old; end if;
    if exists (select 1 from polls p where p.session = new.session and p.id = new.poll
        and p.state <> 'draft')
    then raise exception 'list and rule are fixed'; end if;
    return new;
end $$;
create trigger lists_stay_fixed before insert or update or delete on poll_options
for each row execute function list_is_fixed();
create function listed_project_stays() returns trigger language plpgsql as $$
begin
    if exists (select 1 from poll_options o
        join polls p on p.session = o.session and p.id = o.poll
        where o.session = old.session and o.project = old.id and p.state <> 'draft')
    then raise exception 'list and rule are fixed'; end if;
    return new;
end $$;
create trigger listed_projects_stay before update on projects
for each row when (
    (new.session, new.id, new.title, new.category, new.content, new.location, new.beneficiaries,
        new.investment, new.fund_source, new.lead_unit, new.co_units, new.due, new.goal,
        new.proposer)
    <> (old.session, old.id, old.title, old.category, old.content, old.location,
        old.beneficiaries, old.investment, old.fund_source, old.lead_unit, old.co_units, old.due,
        old.goal, old.proposer))
execute function listed_project_stays();

-- The other acts of two persons, where they are done: a vote goes over to paper and back, a deputy is
-- signed in by hand, a poll is closed, a result is published.
create function paper_is_by_two() returns trigger language plpgsql as $$
begin
    if not exists (select 1 from proposals p
        where p.session = new.session and p.subject = new.id and p.state = 'confirmed'
        and p.act = case new.paper_since when '' then 'to_tablets' else 'to_paper' end)
    then raise exception 'two persons let a vote go over'; end if;
    return new;
end $$;
create trigger paper_by_two before update of paper_since on polls
for each row when (new.paper_since <> old.paper_since)
execute function paper_is_by_two();
create function sign_in_is_by_two() returns trigger language plpgsql as $$
begin
    if not exists (select 1 from proposals p
        where p.session = new.session and p.act = 'sign_in' and p.subject = new.deputy
        and p.state = 'confirmed' and p.proposed_by = new.marked_by
        and p.decided_by = new.confirmed_by)
    then raise exception 'two persons sign in by hand'; end if;
    return new;
end $$;
create trigger signed_in_by_two before insert or update on attendance
for each row when (new.how = 'manual')
execute function sign_in_is_by_two();
create function entry_is_of_two() returns trigger language plpgsql as $$
begin
    if not exists (select 1 from proposals p
        where p.session = new.session and p.state = 'confirmed'
        and p.act = case new.kind when 'published' then 'publish' else 'close' end
        and position(convert_to(p.subject, 'UTF8') in new.bytes) > 0)
    then raise exception 'two persons close and publish'; end if;
    return new;
end $$;
create trigger entries_of_two before insert on entries
for each row when (new.kind in ('poll_closed', 'published'))
execute function entry_is_of_two();
