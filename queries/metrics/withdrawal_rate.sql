-- id          = "withdrawal_rate"
-- name        = "Tỷ lệ hồ sơ công dân rút"
-- short_name  = "Công dân rút"
-- unit        = "percent"
-- events      = ["flow"]
-- better      = "lower"
-- numerator   = "trong số đó, hồ sơ công dân yêu cầu rút"
-- denominator = "hồ sơ tiếp nhận trong kỳ"
-- rule        = "date"
-- rule_name   = "theo ngày tiếp nhận"
-- statuses    = "tính mọi hồ sơ đã tiếp nhận; không tính: mới đăng ký, không được tiếp nhận"
-- source      = "one_stop"
-- example     = "Bốn hồ sơ tiếp nhận, một hồ sơ công dân rút: 1 / 4 = 25%"
-- since       = 2018-06-21
select
    solving_agency as agency_code,
    cast(received_at as date) as on_day,
    dossier_code as subject_id,
    'flow' as kind,
    case when status = 'withdrawn' then 1 else 0 end as numerator,
    1 as denominator
from dossier
where status not in ('registered', 'refused') and received_at is not null
