-- id       = "due_before_received"
-- name     = "Ngày hẹn trả không trước ngày tiếp nhận"
-- severity = "warn"
select solving_agency as agency_code, dossier_code as subject_id,
    'tiếp nhận ' || shown_instant(received_at) || ', hẹn trả ' || shown_instant(due_at) as detail
from dossier
where promised_until(due_at) < received_at
