-- id       = "kinds_of_events_are_known"
-- name     = "Sự kiện của chỉ tiêu là flow, stock hoặc once"
-- severity = "block"
-- audit    = true
select distinct agency_code, metric_id as subject_id, 'kind: ' || kind as detail
from metric_day
where kind not in ('flow', 'stock')
