-- Of who logs in at another server: has no role there any more, and is reached by nothing until one is given again.
alter table user add column is_expelled integer not null default 0;
