-- id          = "data_reuse_rate"
-- name        = "Tỷ lệ hồ sơ tái sử dụng dữ liệu số hóa"
-- short_name  = "Tái sử dụng dữ liệu"
-- unit        = "percent"
-- events      = ["flow"]
-- better      = "higher"
-- numerator   = "trong số đó, hồ sơ dùng lại dữ liệu, giấy tờ đã số hóa"
-- denominator = "hồ sơ tiếp nhận trong kỳ, có ghi việc tái sử dụng"
-- stands_on   = "dossier.reused_data"
-- rule        = "date"
-- rule_name   = "theo ngày tiếp nhận"
-- statuses    = "tính mọi hồ sơ đã tiếp nhận; không tính: mới đăng ký, không được tiếp nhận; hệ thống không ghi thì không tính"
-- source      = "theo Quyết định 766/QĐ-TTg"
-- example     = "Ba hồ sơ có ghi, hai hồ sơ dùng lại dữ liệu: 2 / 3 = 66,67%"
-- since       = 2022-06-23
select
    receiving_agency as agency_code,
    cast(received_at as date) as on_day,
    dossier_code as subject_id,
    'flow' as kind,
    case when reused_data then 1 else 0 end as numerator,
    1 as denominator
from dossier
where status not in ('registered', 'refused') and received_at is not null and reused_data is not null
