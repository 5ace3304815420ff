-- Every table of the service. Portable: text, bigint, bytes; ids and instants as text; nothing is
-- null that can be empty; no time or randomness of the database. The same tables as in SQLite, which
-- says integer for bigint. A key begins with the session wherever there is one.

-- What an installation knows of itself: the setup code's hash, when it was first started.
create table facts (
    name text not null primary key,
    value text not null
);

-- 乡镇. A merger ends a township and names what follows it, so that an old record stays where it was.
create table townships (
    code text not null primary key,
    name text not null,
    county text not null,
    kind text not null check (kind in ('town', 'township', 'subdistrict')),
    valid_from text not null,
    valid_to text not null,
    version bigint not null
);

create table township_predecessors (
    code text not null references townships (code),
    predecessor text not null references townships (code),
    primary key (code, predecessor)
);

-- 账户. One account has one role, in one township where the role belongs to one: so nobody is both
-- clerk and teller, or administrator and anything else.
create table accounts (
    id text not null primary key,
    login text not null constraint one_account_per_login unique,
    name text not null,
    role text not null check (role in
        ('administrator', 'clerk', 'teller', 'presidium', 'county', 'unit')),
    township text not null,
    unit text not null,
    password text not null,
    state text not null check (state in ('active', 'locked', 'closed')),
    failures bigint not null,
    blocked_until text not null,
    created_at text not null,
    check (role in ('administrator', 'county') or township <> '')
);

-- 登录. The browser holds a random token; here stands its digest. One login per account.
create table logins (
    token text not null primary key,
    account text not null constraint one_login_per_account unique references accounts (id),
    csrf text not null,
    started_at text not null,
    seen_at text not null,
    fresh_at text not null
);

-- 大会会议. `log_size` is the length of the session's log, `version` grows with every change that a
-- screen could show.
create table sessions (
    id text not null primary key,
    township text not null references townships (code),
    title text not null,
    site text not null,
    rehearsal bigint not null check (rehearsal in (0, 1)),
    stage text not null check (stage in ('preparing', 'sign_in', 'in_session', 'closed')),
    opens_on text not null,
    stubs bigint not null,
    threshold bigint not null,
    roll_fixed_at text not null,
    log_size bigint not null,
    version bigint not null,
    created_at text not null
);

-- 代表名册, of one session: name, delegation and seat, nothing else.
create table deputies (
    session text not null references sessions (id),
    id text not null,
    name text not null,
    delegation text not null,
    seat text not null,
    position bigint not null,
    primary key (session, id)
);

-- What a deputy's seat was from which day on; the latest that has begun holds.
create table deputy_statuses (
    session text not null,
    deputy text not null,
    since text not null,
    status text not null check (status in ('in_office', 'suspended', 'ended')),
    reason text not null,
    primary key (session, deputy, since),
    foreign key (session, deputy) references deputies (session, id)
);

-- 签到. No row: 未到. `how` tells a list's tick from a manual sign-in with its reason and second person.
create table attendance (
    session text not null,
    deputy text not null,
    mark text not null check (mark in ('present', 'leave')),
    how text not null check (how in ('list', 'manual')),
    reason text not null,
    marked_by text not null references accounts (id),
    confirmed_by text not null,
    marked_at text not null,
    primary key (session, deputy),
    foreign key (session, deputy) references deputies (session, id),
    check (how = 'list' or (reason <> '' and confirmed_by <> '' and confirmed_by <> marked_by))
);

-- 项目, with the columns of the candidate list. Money is in yuan, 1/10000 of 万元.
create table projects (
    session text not null references sessions (id),
    id text not null,
    position bigint not null,
    title text not null,
    category text not null,
    content text not null,
    location text not null,
    beneficiaries text not null,
    investment bigint not null,
    fund_source text not null,
    lead_unit text not null,
    co_units text not null,
    due text not null,
    goal text not null,
    proposer text not null,
    state text not null check (state in ('suggested', 'screened', 'candidate', 'elected',
        'not_elected', 'underway', 'completed', 'evaluated', 'rejected', 'withdrawn')),
    reason text not null,
    version bigint not null,
    primary key (session, id)
);

-- 票决, before it opens. From then on its state follows from the log.
create table polls (
    session text not null references sessions (id),
    id text not null,
    position bigint not null,
    question text not null,
    method text not null,
    rule text not null,
    state text not null check (state in ('draft', 'ready', 'opened')),
    previous text not null,
    list_digest text not null,
    adopted_on text not null,
    adopted_record text not null,
    version bigint not null,
    primary key (session, id)
);

create table poll_options (
    session text not null,
    poll text not null,
    number bigint not null,
    project text not null,
    primary key (session, poll, number),
    unique (session, poll, project),
    foreign key (session, poll) references polls (session, id),
    foreign key (session, project) references projects (session, id)
);

-- 监票人 and 主席团 of a session, with the public halves of their cards once registered.
create table officers (
    session text not null references sessions (id),
    id text not null,
    account text not null references accounts (id),
    role text not null check (role in ('teller', 'presidium')),
    position bigint not null,
    sign text not null,
    lock_key text not null,
    proof text not null,
    primary key (session, id),
    constraint one_office_per_account unique (session, account)
);

-- A note that officers sign one after another; complete, it becomes an entry of the log.
create table notes (
    session text not null references sessions (id),
    id text not null,
    kind text not null,
    subject text not null,
    text text not null,
    body text not null,
    state text not null check (state in ('waiting', 'entered', 'withdrawn')),
    made_at text not null,
    primary key (session, id)
);

create table note_signatures (
    session text not null,
    note text not null,
    officer text not null,
    signed text not null,
    primary key (session, note, officer),
    foreign key (session, note) references notes (session, id),
    foreign key (session, officer) references officers (session, id)
);

-- What each teller's device found at the close; equal, they become the closing note.
create table closings (
    session text not null,
    poll text not null,
    officer text not null,
    stubs bigint not null,
    signed text not null,
    primary key (session, poll, officer),
    foreign key (session, poll) references polls (session, id),
    foreign key (session, officer) references officers (session, id)
);

-- Shares are kept back until all are in, so that nobody sees totals first.
create table shares (
    session text not null,
    poll text not null,
    officer text not null,
    share text not null,
    primary key (session, poll, officer),
    foreign key (session, poll) references polls (session, id),
    foreign key (session, officer) references officers (session, id)
);

-- An act that needs a second person, who is somebody else.
create table proposals (
    session text not null references sessions (id),
    id text not null,
    act text not null,
    subject text not null,
    details text not null,
    proposed_by text not null references accounts (id),
    proposed_at text not null,
    state text not null check (state in ('waiting', 'confirmed', 'withdrawn')),
    decided_by text not null,
    decided_at text not null,
    primary key (session, id),
    constraint second_person_is_another check (decided_by <> proposed_by)
);

-- The session's log: canonical bytes of every entry, and its leaf.
create table entries (
    session text not null references sessions (id),
    position bigint not null,
    kind text not null,
    bytes bytea not null,
    leaf text not null,
    primary key (session, position)
);

-- Which slip cast which entry of which poll: never two.
create table ballots (
    session text not null,
    poll text not null,
    slip text not null,
    position bigint not null,
    constraint one_ballot_per_slip primary key (session, poll, slip),
    foreign key (session, position) references entries (session, position)
);

create table checkpoints (
    session text not null references sessions (id),
    size bigint not null,
    note text not null,
    primary key (session, size)
);

-- 操作日志: what staff did, each line chained to the one before.
create table audit (
    position bigint not null primary key,
    at text not null,
    session text not null,
    actor text not null,
    role text not null,
    action text not null,
    object text not null,
    details text not null,
    chain text not null
);

create index logins_of_account on logins (account);
create index sessions_of_township on sessions (township);
create index notes_waiting on notes (session, state);
create index proposals_waiting on proposals (session, state);
create index audit_of_session on audit (session, position);
