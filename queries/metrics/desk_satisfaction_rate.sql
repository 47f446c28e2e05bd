-- id          = "desk_satisfaction_rate"
-- name        = "Tỷ lệ hài lòng tại bộ phận một cửa"
-- short_name  = "Hài lòng tại một cửa"
-- unit        = "percent"
-- subject     = "answer"
-- events      = ["flow"]
-- better      = "higher"
-- numerator   = "trong số đó, phiếu trả lời hài lòng hoặc rất hài lòng"
-- denominator = "phiếu khảo sát trong kỳ có mức đánh giá"
-- rule        = "date"
-- rule_name   = "theo ngày khảo sát"
-- statuses    = "tính phiếu đánh giá tại bộ phận một cửa và phiếu không ghi loại khảo sát; hài lòng: hài lòng, rất hài lòng"
-- source      = "theo kế hoạch cải thiện chỉ số CCHC"
-- example     = "118 phiếu hài lòng, 7 phiếu bình thường: 118 / 125 = 94,4%"
-- since       = 2018-06-21
select agency_code, cast(surveyed_at as date) as on_day, coalesce(factor || ': ' || question, factor) as subject_id, 'flow' as kind,
    case when answer in ('very_satisfied', 'satisfied') then answer_count else 0 end as numerator, answer_count as denominator
from survey
where answer is not null and (survey_kind is null or survey_kind = 'desk')
