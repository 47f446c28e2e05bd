-- id       = "kinds_of_events_are_known"
-- name     = "Mỗi sự kiện của chỉ tiêu thuộc một loại chương trình biết đếm"
-- severity = "block"
-- audit    = true
select distinct agency_code, metric_id as subject_id, 'kind: ' || kind as detail
from metric_day
where kind not in ('flow', 'stock')
