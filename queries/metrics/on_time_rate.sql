-- id          = "on_time_rate"
-- name        = "Tỷ lệ hồ sơ giải quyết đúng hạn"
-- short_name  = "Giải quyết đúng hạn"
-- unit        = "percent"
-- events      = ["flow"]
-- better      = "higher"
-- numerator   = "hồ sơ đã giải quyết xong trong kỳ, ngày giải quyết xong không sau ngày hẹn trả"
-- denominator = "hồ sơ đã giải quyết xong trong kỳ và có ngày hẹn trả"
-- rule        = "date"
-- rule_name   = "theo ngày"
-- statuses    = "tính: đã giải quyết xong, đã trả kết quả; không tính: chưa tiếp nhận, từ chối, đang giải quyết, rút, dừng"
-- source      = "one_stop"
-- example     = "480 hồ sơ giải quyết xong trong năm và có ngày hẹn, 387 hồ sơ giải quyết xong không sau ngày hẹn: 387 / 480 = 80,625%, làm tròn 80,63%. Hẹn 06/03 lúc 9:00, xong 06/03 lúc 16:45 vẫn là đúng hạn"
-- since       = 2018-06-21
select
    agency_code,
    ended_on as on_day,
    dossier_code as subject_id,
    'flow' as kind,
    case when ended_on <= due_on then 1 else 0 end as numerator,
    1 as denominator
from finished_dossier
where ended_on is not null and due_on is not null
