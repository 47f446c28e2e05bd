-- What exports of one day tell of a petition more than once.
-- One row per petition and day.
create table petition_twice as
select petition_code, snapshot_at
from petition_version
group by petition_code, snapshot_at
having count(*) > 1;
