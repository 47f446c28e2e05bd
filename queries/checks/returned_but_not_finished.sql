-- id       = "returned_but_not_finished"
-- name     = "Hồ sơ đã trả kết quả thì đã giải quyết xong"
-- severity = "warn"
-- apart_by = "dossier_code"
select solving_agency as agency_code, dossier_code as subject_id,
    'trả kết quả ' || shown_instant(returned_at) || ', trạng thái ' || status as detail
from dossier
where returned_at is not null and status in ('registered', 'received', 'in_progress', 'supplement_requested', 'fee_requested')
