-- id          = "on_time_rate_received"
-- name        = "Tỷ lệ hồ sơ tiếp nhận trong kỳ được giải quyết đúng hạn"
-- short_name  = "Đúng hạn theo kỳ tiếp nhận"
-- unit        = "percent"
-- events      = ["flow"]
-- better      = "higher"
-- numerator   = "trong số đó, ngày giải quyết xong không sau ngày hẹn trả"
-- denominator = "hồ sơ tiếp nhận trong kỳ, đã giải quyết xong và có ngày hẹn trả"
-- rule        = "date"
-- rule_name   = "theo ngày, theo kỳ tiếp nhận"
-- statuses    = "tính: đã giải quyết xong, đã trả kết quả; không tính: chưa tiếp nhận, từ chối, đang giải quyết, rút, dừng"
-- source      = "theo kế hoạch cải thiện chỉ số CCHC"
-- example     = "Tiếp nhận tháng 2 một hồ sơ, xong đúng hạn trong tháng 3: tính vào tháng 2, 1 / 1 = 100%"
-- since       = 2018-06-21
select
    agency_code,
    received_on as on_day,
    dossier_code as subject_id,
    'flow' as kind,
    case when ended_on <= due_on then 1 else 0 end as numerator,
    1 as denominator
from finished_dossier
where received_on is not null and ended_on is not null and due_on is not null
