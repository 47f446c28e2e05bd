-- id       = "ended_before_received"
-- name     = "Ngày giải quyết xong không trước ngày tiếp nhận"
-- severity = "warn"
-- audit    = true
-- by_source = true
-- apart_by = "dossier_code"
with done as (
    select solving_agency as agency_code, dossier_code as subject_id, received_at, coalesce(ended_at, returned_at) as done_at, source_id
    from dossier
    union all
    select agency_code, petition_code, received_at, answered_at, source_id from petition
)
select agency_code, subject_id,
    'tiếp nhận ' || shown_instant(received_at) || ', xong ' || shown_instant(done_at) as detail, source_id
from done
-- A day without an hour lasts until it is over.
where promised_until(done_at) < received_at
