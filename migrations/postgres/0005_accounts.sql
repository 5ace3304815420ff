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
alter table accounts add column totp_step bigint not null default 0;

-- Hashes of passwords that an account had before.
create table old_passwords (
    account text not null references accounts (id),
    position bigint not null,
    hash text not null,
    primary key (account, position)
);

-- Codes for who has lost the second factor; each is deleted when it was used.
create table recovery_codes (
    account text not null references accounts (id),
    position bigint not null,
    hash text not null,
    primary key (account, position)
);

-- Browsers in which an account has signed in with all that is asked for, by a digest.
create table devices (
    account text not null references accounts (id),
    device text not null,
    since text not null,
    seen_at text not null,
    primary key (account, device)
);

-- Wrong passwords and codes in a row, for each name and known device; unknown devices share one
-- row. Names that no account has are counted too, so that nobody learns which ones exist.
create table sign_in_failures (
    login text not null,
    device text not null,
    failures bigint not null,
    blocked_until text not null,
    seen_at text not null,
    primary key (login, device)
);

-- Sign-ins that have begun with a password and still want something. `totp` is the number of a second
-- factor that is being set up.
create table begun_logins (
    token text not null primary key,
    account text not null references accounts (id),
    code_given bigint not null check (code_given in (0, 1)),
    totp text not null,
    started_at text not null
);

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
);

create index grants_waiting on grants (state, township);

-- 操作日志, one chain for each session and one ('') for what concerns none: who appends to one waits
-- for nobody who appends to another. No version with the one chain before was ever released.
drop table audit;

create table audit (
    session text not null,
    position bigint not null,
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
);

create index audit_by_time on audit (at);

-- Where each chain ends; a tail that was cut off shows here.
create table audit_heads (
    session text not null primary key,
    position bigint not null,
    chain text not null
);

create trigger audit_stays before update or delete on audit
for each row execute function refuse_change();

-- Refuses a row with the words that the trigger names.
create function refuse_row() returns trigger language plpgsql as $$
begin raise exception '%', tg_argv[0]; end $$;

-- Nobody is both clerk and teller, or administrator and anything else: one account has one role in
-- one township, keeps both, and holds the office that its role is.
create trigger accounts_keep_their_role before update of role, township on accounts
for each row when (new.role <> old.role or new.township <> old.township)
execute function refuse_row('an account keeps its role and township');
create function officer_has_the_role() returns trigger language plpgsql as $$
begin
    if not exists (select 1 from accounts a join sessions s on s.township = a.township
        where a.id = new.account and a.role = new.role and s.id = new.session)
    then raise exception 'an officer has the role of the office in the township'; end if;
    return new;
end $$;
create trigger officers_have_the_role before insert on officers
for each row execute function officer_has_the_role();
create trigger officers_keep_their_account before update of account, role, session on officers
for each row when (new.account <> old.account or new.role <> old.role
    or new.session <> old.session)
execute function refuse_row('an officer has the role of the office in the township');
create function only_tellers() returns trigger language plpgsql as $$
begin
    if not exists (select 1 from officers o
        where o.session = new.session and o.id = new.officer and o.role = 'teller')
    then raise exception '%', tg_argv[0]; end if;
    return new;
end $$;
create trigger shares_by_tellers before insert on shares
for each row execute function only_tellers('only tellers hand in shares');
create trigger papers_by_tellers before insert on paper_entries
for each row execute function only_tellers('only tellers enter papers');
create function second_person_has_the_office() returns trigger language plpgsql as $$
begin
    if not exists (
        select 1 from accounts second
        join sessions s on s.township = second.township
        join accounts first on first.id = new.proposed_by
        where second.id = new.decided_by and s.id = new.session and second.state = 'active'
        and second.role <> first.role and second.role = case
            when new.act in ('close', 'sign_in') then 'teller' else 'presidium' end)
    then raise exception 'the second person has another office'; end if;
    return new;
end $$;
create trigger second_person_has_the_office before update of state on proposals
for each row when (new.state = 'confirmed' and new.decided_by <> new.proposed_by)
execute function second_person_has_the_office();
create function grant_is_asked_for() returns trigger language plpgsql as $$
begin
    if not exists (select 1 from accounts a where a.id = new.proposed_by
        and a.role = 'administrator')
    then raise exception 'administrators ask for accounts'; end if;
    if new.second = 'nobody' and new.township <> '' and exists (
        select 1 from accounts a where a.township = new.township and a.role = 'presidium'
        and a.state = 'active' and a.password_kind = 'own' and a.id <> new.account)
    then raise exception 'an account is given by two persons'; end if;
    return new;
end $$;
create trigger grants_asked_for before insert on grants
for each row execute function grant_is_asked_for();
create function grant_is_given() returns trigger language plpgsql as $$
begin
    if not exists (select 1 from accounts a where a.id = new.decided_by and a.state = 'active'
        and a.role = new.second and a.township = new.township and a.id <> new.account)
    then raise exception 'an account is given by two persons'; end if;
    return new;
end $$;
create trigger grants_by_the_second_person before update of state on grants
for each row when (new.state = 'given' and new.second <> 'nobody')
execute function grant_is_given();
create trigger proposals_begin_waiting before insert on proposals
for each row when (new.state <> 'waiting')
execute function refuse_row('what needs a second person waits for one');
create trigger grants_begin_waiting before insert on grants
for each row when (new.state <> 'waiting' and new.second <> 'nobody')
execute function refuse_row('what needs a second person waits for one');
