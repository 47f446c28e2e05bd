-- Which machine of an office it is of, by the id its data folder drew; null where the state is a file, and of before there were several.
-- Who set when a schedule is due: another machine of other settings sends nothing by it.
alter table schedule_mark add column machine text;
-- Who planned it.
alter table run add column machine text;
-- Who put it into the outbox.
alter table delivery add column machine text;
-- Whose data folder it is of: each has an archive of its own.
alter table backup_record add column machine text;
alter table proof_record add column machine text;

-- What one machine of an office does for all.
create table duty (
    name text primary key,
    machine text not null,
    seen_at text not null
) strict;
