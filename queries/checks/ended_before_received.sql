-- id       = "ended_before_received"
-- name     = "Ngày xong không trước ngày tiếp nhận"
-- severity = "warn"
select solving_agency as agency_code, dossier_code as subject_id,
    'tiếp nhận ' || shown_instant(received_at) || ', xong ' || shown_instant(coalesce(ended_at, returned_at)) as detail
from dossier
-- A day without an hour lasts until it is over.
where promised_until(coalesce(ended_at, returned_at)) < received_at
