-- id       = "due_not_as_the_procedure_says"
-- name     = "Ngày hẹn trả đúng thời hạn của thủ tục, tính theo ngày làm việc"
-- severity = "warn"
-- apart_by = "dossier_code"
select dossier.solving_agency as agency_code, dossier.dossier_code as subject_id,
    'hẹn ' || shown_instant(dossier.due_at) || ', tính lại ' || shown_instant(cast(longest.day as timestamp)) as detail
from dossier
join calendar_day as first_day on first_day.day = cast(dossier.received_at as date)
join calendar_day as longest on longest.is_working
    and longest.working_number = first_day.working_number + cast(ceil(dossier.processing_days) as bigint)
-- A request for more sets the day again, and the portal's day rules: this is only a check.
where dossier.due_at is not null and coalesce(dossier.supplement_count, 0) = 0 and cast(dossier.due_at as date) <> longest.day
