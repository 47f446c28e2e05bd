-- id          = "sipas_rate"
-- name        = "Tỷ lệ hài lòng theo khảo sát SIPAS"
-- short_name  = "Hài lòng SIPAS"
-- unit        = "percent"
-- subject     = "answer"
-- events      = ["flow"]
-- better      = "higher"
-- numerator   = "trong số đó, phiếu trả lời hài lòng hoặc rất hài lòng"
-- denominator = "phiếu khảo sát trong kỳ có mức đánh giá"
-- rule        = "date"
-- rule_name   = "theo ngày khảo sát"
-- statuses    = "tính phiếu ghi loại khảo sát SIPAS; hài lòng: hài lòng, rất hài lòng"
-- source      = "theo kế hoạch cải thiện chỉ số CCHC"
-- example     = "Yếu tố công chức: 45 phiếu hài lòng trên 50; yếu tố kết quả: 40 trên 50: chung (45 + 40) / 100 = 85%. Theo từng yếu tố: `motcua show sipas_rate --by factor`"
-- since       = 2018-06-21
select agency_code, cast(surveyed_at as date) as on_day, coalesce(factor || ': ' || question, factor) as subject_id, 'flow' as kind,
    case when answer in ('very_satisfied', 'satisfied') then answer_count else 0 end as numerator, answer_count as denominator
from survey
where answer is not null and survey_kind = 'sipas'
