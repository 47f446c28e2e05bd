-- One row per agency or dossier that was urged, once. It names dossiers by their codes; whoever submitted one is not named, and what is
-- written is looked through for numbers and addresses of people before it is kept.
create table urging (
    id integer primary key,
    urged_on text not null,
    noted_at text not null,
    -- The name of who wrote it down; null where no users are.
    noted_by text,
    -- `agency` or `dossier`.
    subject text not null,
    subject_code text not null,
    -- Who was urged; of a dossier, who solves it.
    agency_code text not null,
    channel text not null,
    message text not null,
    note text not null
) strict;
