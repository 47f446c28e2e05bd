-- One row per schedule: the last time it was due that was made a run.
create table schedule_mark (
    schedule_id text primary key,
    planned_at text not null
) strict;

-- One row per schedule and time it was due.
create table run (
    id integer primary key,
    schedule_id text not null,
    planned_at text not null,
    report_id text not null,
    period text not null,
    -- waiting for data, or for somebody to make it; made: all its deliveries are there
    state text not null check (state in ('waiting', 'made', 'failed', 'given_up')),
    note text not null default '',
    next_at text not null,
    -- Who is at it, and until when they may be.
    owner text,
    leased_until text,
    changed_at text not null,
    unique (schedule_id, planned_at)
) strict;

-- One row per thing that is sent, however many get it.
create table parcel (
    id integer primary key,
    digest text not null unique,
    subject text not null,
    text text not null,
    html text not null,
    made_at text not null
) strict;

-- One row per picture or attachment of a parcel.
create table parcel_file (
    parcel_id integer not null references parcel (id) on delete cascade,
    number integer not null,
    name text not null,
    media_type text not null,
    is_inline integer not null,
    bytes blob not null,
    primary key (parcel_id, number)
) strict;

-- One row per report, period, agency, recipient and channel: what is sent once.
create table delivery (
    id integer primary key,
    report_id text not null,
    period text not null,
    -- Empty for the report itself; else what made one more: `test 2026-11-22T08:00:00`, `owner`.
    occasion text not null,
    -- Whose numbers; empty for all.
    agency_code text not null,
    channel text not null check (channel in ('mail', 'webhook', 'folder')),
    address text not null,
    name text not null,
    -- Null once it is sent and too old to be kept.
    parcel_id integer references parcel (id),
    -- sending: the content may be with the receiver already; uncertain: and nobody knows
    state text not null check (state in ('due', 'sending', 'sent', 'uncertain', 'dead')),
    attempts integer not null default 0,
    -- How often somebody asked for it once more.
    resent integer not null default 0,
    next_at text not null,
    owner text,
    leased_until text,
    problem text not null default '',
    created_at text not null,
    changed_at text not null,
    unique (report_id, period, occasion, agency_code, channel, address)
) strict;

create index delivery_due on delivery (next_at) where state in ('due', 'sending');
