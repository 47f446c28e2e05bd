-- id          = "repeat_supplement_rate"
-- name        = "Tỷ lệ hồ sơ phải bổ sung nhiều lần"
-- short_name  = "Bổ sung nhiều lần"
-- unit        = "percent"
-- events      = ["flow"]
-- better      = "lower"
-- numerator   = "trong số đó, hồ sơ bị yêu cầu bổ sung từ hai lần"
-- denominator = "hồ sơ tiếp nhận trong kỳ có yêu cầu bổ sung"
-- stands_on   = "dossier.supplement_count"
-- rule        = "date"
-- rule_name   = "theo ngày tiếp nhận"
-- statuses    = "tính mọi hồ sơ đã tiếp nhận; không tính: mới đăng ký, không được tiếp nhận"
-- source      = "one_stop"
-- example     = "Ba hồ sơ có 1, 2 và 3 lần yêu cầu bổ sung: 2 / 3 = 66,67%"
-- since       = 2018-06-21
select
    solving_agency as agency_code,
    cast(received_at as date) as on_day,
    dossier_code as subject_id,
    'flow' as kind,
    case when supplement_count > 1 then 1 else 0 end as numerator,
    1 as denominator
from dossier
where status not in ('registered', 'refused') and received_at is not null and supplement_count > 0
