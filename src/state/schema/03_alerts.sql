-- One row per thing that was ever wrong.
create table alert (
    id integer primary key,
    kind text not null,
    -- A metric, a connector, a file, a dossier.
    subject text not null,
    -- Empty where it is of none.
    agency_code text not null,
    -- new and recovered are not told yet
    state text not null check (state in ('new', 'told', 'recovered', 'over')),
    -- In Vietnamese, as it stood when last looked at.
    detail text not null,
    since text not null,
    told_at text,
    seen_by text,
    seen_at text,
    unique (kind, subject, agency_code)
) strict;
