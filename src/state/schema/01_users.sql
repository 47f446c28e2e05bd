-- One row per person who may come in.
create table user (
    id integer primary key,
    name text not null unique collate nocase,
    role text not null,
    -- Of the role `commune`: the agency, and those below it.
    agency_code text,
    -- argon2id, in the PHC form.
    password text not null,
    must_change integer not null,
    is_disabled integer not null default 0,
    created_at text not null,
    check ((role = 'commune') = (agency_code is not null))
) strict;

-- One row per browser that is in. Only the digest of its secret is kept.
create table session (
    digest blob primary key,
    user_id integer not null references user (id),
    -- Of the session's forms.
    form_token text not null,
    began_at text not null,
    seen_at text not null
) strict;

-- One row per key to the API.
create table token (
    id integer primary key,
    digest blob not null unique,
    user_id integer not null references user (id),
    name text not null,
    -- Less than what its user sees: an agency, or none for as much.
    agency_code text,
    created_at text not null,
    expires_on text not null,
    seen_at text,
    is_revoked integer not null default 0
) strict;

-- One row per thing somebody did. Never changed, never deleted.
create table audit (
    id integer primary key,
    at text not null,
    -- The name as it was; null for who never came in.
    user text,
    address text not null,
    action text not null,
    detail text not null
) strict;

create trigger audit_stays before update on audit begin select raise(abort, 'the audit log is only added to'); end;
create trigger audit_is_kept before delete on audit begin select raise(abort, 'the audit log is only added to'); end;
