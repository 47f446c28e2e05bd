-- One row per backup that was tried.
create table backup_record (
    id integer primary key,
    began_at text not null,
    -- Null where none was made.
    backup_id text,
    -- Nothing of the office is missing in it.
    is_whole integer not null,
    note text not null
) strict;

-- One row per backup that was restored aside, rebuilt and compared.
create table proof_record (
    id integer primary key,
    proved_at text not null,
    backup_id text not null,
    is_proved integer not null,
    -- How many answers were compared, and how many of them differ.
    answers integer not null,
    differing integer not null,
    note text not null
) strict;
