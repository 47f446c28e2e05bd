-- As step 12 of `SQLite`'s, in which the columns are explained.
alter table schedule_mark add column machine text collate "C";
alter table run add column machine text collate "C";
alter table delivery add column machine text collate "C";
alter table backup_record add column machine text collate "C";
alter table proof_record add column machine text collate "C";

create table duty (
    name text collate "C" primary key,
    machine text collate "C" not null,
    seen_at text collate "C" not null
);

-- How often it was written to: a data folder that has seen more knows that it was put back from a copy.
alter table state_mark add column turn bigint not null default 0;
