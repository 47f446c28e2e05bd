-- id          = "digitised_input_rate"
-- name        = "Tỷ lệ hồ sơ số hóa thành phần khi tiếp nhận"
-- short_name  = "Số hóa khi tiếp nhận"
-- unit        = "percent"
-- events      = ["flow"]
-- better      = "higher"
-- numerator   = "trong số đó, hồ sơ có thành phần được số hóa"
-- denominator = "hồ sơ tiếp nhận trong kỳ, có ghi việc số hóa"
-- stands_on   = "dossier.digitised_input"
-- rule        = "date"
-- rule_name   = "theo ngày tiếp nhận"
-- statuses    = "tính mọi hồ sơ đã tiếp nhận; không tính: mới đăng ký, không được tiếp nhận; hệ thống không ghi thì không tính"
-- source      = "theo Quyết định 766/QĐ-TTg"
-- example     = "Ba hồ sơ có ghi, hai hồ sơ có thành phần được số hóa: 2 / 3 = 66,67%"
-- since       = 2022-06-23
select
    receiving_agency as agency_code,
    cast(received_at as date) as on_day,
    dossier_code as subject_id,
    'flow' as kind,
    case when digitised_input then 1 else 0 end as numerator,
    1 as denominator
from dossier
where status not in ('registered', 'refused') and received_at is not null and digitised_input is not null
