-- id       = "ended_in_bulk"
-- name     = "Không có nhiều hồ sơ giải quyết xong trong cùng một phút"
-- severity = "warn"
select solving_agency as agency_code, solving_agency || ' ' || shown_instant(date_trunc('minute', ended_at)) as subject_id,
    count(*) || ' hồ sơ giải quyết xong trong một phút' as detail
from dossier
join parameter on parameter.id = 'bulk_endings'
-- A day without an hour says nothing of the minute.
where ended_at is not null and promised_until(ended_at) = ended_at
group by solving_agency, date_trunc('minute', ended_at), parameter.value
having count(*) >= parameter.value
