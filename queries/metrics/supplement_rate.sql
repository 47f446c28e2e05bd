-- id          = "supplement_rate"
-- name        = "Tỷ lệ hồ sơ phải bổ sung"
-- short_name  = "Phải bổ sung"
-- unit        = "percent"
-- events      = ["flow"]
-- better      = "lower"
-- numerator   = "trong số đó, hồ sơ có yêu cầu bổ sung"
-- denominator = "hồ sơ tiếp nhận trong kỳ, có ghi số lần yêu cầu bổ sung"
-- stands_on   = "dossier.supplement_count"
-- rule        = "date"
-- rule_name   = "theo ngày tiếp nhận"
-- statuses    = "tính mọi hồ sơ đã tiếp nhận; không tính: mới đăng ký, không được tiếp nhận; hệ thống không ghi số lần thì không tính"
-- source      = "one_stop"
-- example     = "Ba hồ sơ có 0, 1 và 3 lần yêu cầu bổ sung: 2 / 3 = 66,67%"
-- since       = 2018-06-21
select
    solving_agency as agency_code,
    cast(received_at as date) as on_day,
    dossier_code as subject_id,
    'flow' as kind,
    case when supplement_count > 0 then 1 else 0 end as numerator,
    1 as denominator
from dossier
where status not in ('registered', 'refused') and received_at is not null and supplement_count is not null
