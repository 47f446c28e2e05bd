-- id          = "early_rate"
-- name        = "Tỷ lệ hồ sơ giải quyết trước hạn"
-- short_name  = "Trước hạn"
-- unit        = "percent"
-- events      = ["flow"]
-- better      = "higher"
-- numerator   = "trong số đó, ngày giải quyết xong trước ngày hẹn trả"
-- denominator = "hồ sơ đã giải quyết xong trong kỳ và có ngày hẹn trả"
-- rule        = "date"
-- rule_name   = "theo ngày"
-- statuses    = "tính: đã giải quyết xong, đã trả kết quả; không tính: chưa tiếp nhận, từ chối, đang giải quyết, rút, dừng"
-- source      = "theo kế hoạch cải thiện chỉ số CCHC"
-- example     = "Hẹn 06/03: xong 05/03 là trước hạn, xong 06/03 thì chưa. Một trong hai hồ sơ: 1 / 2 = 50%"
-- since       = 2018-06-21
select
    agency_code,
    ended_on as on_day,
    dossier_code as subject_id,
    'flow' as kind,
    case when ended_on < due_on then 1 else 0 end as numerator,
    1 as denominator
from finished_dossier
where ended_on is not null and due_on is not null
