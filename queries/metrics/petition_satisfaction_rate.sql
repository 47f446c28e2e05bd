-- id          = "petition_satisfaction_rate"
-- name        = "Tỷ lệ hài lòng về xử lý phản ánh, kiến nghị"
-- short_name  = "Hài lòng về PAKN"
-- unit        = "percent"
-- subject     = "petition"
-- events      = ["flow"]
-- better      = "higher"
-- numerator   = "trong số đó, người gửi hài lòng"
-- denominator = "phản ánh, kiến nghị trả lời trong kỳ, có ghi người gửi hài lòng hay không"
-- rule        = "date"
-- rule_name   = "theo ngày trả lời"
-- statuses    = "tính mọi phản ánh đã trả lời; không ghi mức hài lòng thì không tính"
-- source      = "theo Quyết định 766/QĐ-TTg"
-- published_as = "petition_handling_satisfaction_766"
-- example     = "Ba phản ánh được đánh giá, hai hài lòng: 2 / 3 = 66,67%"
-- since       = 2022-06-23
select agency_code, cast(answered_at as date) as on_day, petition_code as subject_id, 'flow' as kind,
    case when satisfied then 1 else 0 end as numerator, 1 as denominator
from petition
where answered_at is not null and satisfied is not null
