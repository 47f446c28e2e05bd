-- Keeps the slices that have no number yet.
insert into slice
select number, procedure_code, procedure_name, sector, channel, service_level, status
from slice_hash
where number > (select coalesce(max(number), 0) from slice)
order by number
