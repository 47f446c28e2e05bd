-- id       = "received_on_a_day_off"
-- name     = "Hồ sơ nộp trực tiếp không được tiếp nhận vào ngày nghỉ"
-- severity = "warn"
-- apart_by = "dossier_code"
select dossier.receiving_agency as agency_code, dossier.dossier_code as subject_id, 'tiếp nhận ' || shown_instant(dossier.received_at) as detail
from dossier
join calendar_day on calendar_day.day = cast(dossier.received_at as date)
where not calendar_day.is_working and dossier.channel = 'direct'
