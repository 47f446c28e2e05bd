-- id          = "apology_rate"
-- name        = "Tỷ lệ hồ sơ quá hạn có văn bản xin lỗi"
-- short_name  = "Có văn bản xin lỗi"
-- unit        = "percent"
-- events      = ["flow"]
-- better      = "higher"
-- numerator   = "trong số đó, hồ sơ có ghi ngày gửi văn bản xin lỗi"
-- denominator = "hồ sơ giải quyết xong trong kỳ, ngày giải quyết xong sau ngày hẹn trả"
-- rule        = "date"
-- rule_name   = "theo ngày"
-- statuses    = "tính: đã giải quyết xong, đã trả kết quả; không tính: chưa tiếp nhận, từ chối, đang giải quyết, rút, dừng; không ghi ngày gửi là chưa gửi"
-- source      = "one_stop"
-- example     = "Ba hồ sơ quá hạn, một hồ sơ có văn bản xin lỗi: 1 / 3 = 33,33%"
-- since       = 2018-06-21
select
    agency_code,
    ended_on as on_day,
    dossier_code as subject_id,
    'flow' as kind,
    case when apology_sent_at is not null then 1 else 0 end as numerator,
    1 as denominator
from finished_dossier
where ended_on > due_on
