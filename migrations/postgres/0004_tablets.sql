-- 平板 of a session's hall: what staff calls each, and the digest of the secret in its cookie. No
-- column here leads to a ballot or a slip, and no column there leads here.
create table tablets (
    session text not null references sessions (id),
    id text not null,
    name text not null,
    seat text not null,
    secret text not null constraint one_tablet_per_secret unique,
    enrolled_at text not null,
    expires_at text not null,
    seen_at text not null,
    page text not null,
    resets bigint not null,
    primary key (session, id),
    constraint one_tablet_per_name unique (session, name)
);

-- The digest of a code that enrols one tablet, until it is used or too old.
create table tablet_codes (
    code text not null primary key,
    session text not null references sessions (id),
    name text not null,
    seat text not null,
    expires_at text not null
);
