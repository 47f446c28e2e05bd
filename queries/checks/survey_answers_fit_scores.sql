-- id       = "survey_answers_fit_scores"
-- name     = "Phiếu khảo sát: mức đánh giá không trái với điểm"
-- severity = "warn"
-- audit    = true
-- by_source = true
with scored as (
    select agency_code, surveyed_at, factor, question, answer, score, answer_count, source_id, max(score) over (partition by source_id) as highest
    from survey
    where score is not null
)
select
    agency_code, concat_ws(' ', shown_instant(surveyed_at), factor, question) as subject_id,
    answer_count || ' phiếu có mức đánh giá ' || case when answer in ('very_satisfied', 'satisfied') then 'hài lòng' else 'không hài lòng' end
    || ' mà điểm ' || cast(cast(score as decimal(18, 0)) as string) || ' trên 5; xem lại phiếu, sửa rồi nạp lại' as detail,
    source_id
from scored
-- Other scales than that of five are not judged.
where highest <= 5 and (
    (answer in ('very_satisfied', 'satisfied') and score <= 2) or (answer in ('dissatisfied', 'very_dissatisfied') and score >= 4)
)
