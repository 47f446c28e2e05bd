-- By which times and of which period a schedule was last looked at, and when: times that are changed hold from then on.
alter table schedule_mark add column timing text;
alter table schedule_mark add column seen_at text;
