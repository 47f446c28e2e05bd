-- id       = "due_before_received"
-- name     = "Ngày hẹn trả không trước ngày tiếp nhận"
-- severity = "warn"
-- audit    = true
-- by_source = true
-- apart_by = "dossier_code"
with promised as (
    select solving_agency as agency_code, dossier_code as subject_id, received_at, due_at, source_id from dossier
    union all
    select agency_code, petition_code, received_at, due_at, source_id from petition
)
select agency_code, subject_id,
    'tiếp nhận ' || shown_instant(received_at) || ', hẹn trả ' || shown_instant(due_at) as detail, source_id
from promised
where promised_until(due_at) < received_at
