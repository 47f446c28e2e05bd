-- id       = "paid_online_without_a_fee"
-- name     = "Hồ sơ thanh toán trực tuyến thì có phí, lệ phí"
-- severity = "warn"
-- apart_by = "dossier_code"
select receiving_agency as agency_code, dossier_code as subject_id, 'thanh toán trực tuyến, phí bằng 0' as detail
from dossier
where paid_online and fee_amount = 0
