-- id       = "survey_scores_alone"
-- name     = "Phiếu khảo sát có điểm thì có mức đánh giá"
-- severity = "warn"
-- audit    = true
-- by_source = true
select
    agency_code, concat_ws(' ', shown_instant(surveyed_at), factor, question) as subject_id,
    cast(sum(answer_count) as bigint) || ' phiếu chỉ có điểm, không có mức đánh giá: không tính vào tỷ lệ hài lòng; '
    || 'thêm cột Mức đánh giá rồi nạp lại' as detail,
    max(source_id) as source_id
from survey
where answer is null and score is not null
group by agency_code, surveyed_at, factor, question
