-- From when on a schedule is caught up with: when it was first looked at, or last looked at by times that were changed since.
alter table schedule_mark add column begun_at text;
