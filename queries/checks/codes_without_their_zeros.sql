-- id       = "codes_without_their_zeros"
-- name     = "Không có hai mã hồ sơ chỉ khác nhau ở số 0 đứng đầu"
-- severity = "warn"
-- audit    = true
select
    other.solving_agency as agency_code, other.dossier_code as subject_id,
    'có lẽ là ' || whole.dossier_code || ' đã mất số 0 ở đầu vì ô kiểu số; đang tính thành hai hồ sơ' as detail
from dossier as whole
join dossier as other on other.dossier_code = trim(leading '0' from whole.dossier_code)
-- Codes of the known form begin with zeros of the office, and end in a number.
where whole.dossier_code like '0%' and whole.dossier_code not like '%.%'
