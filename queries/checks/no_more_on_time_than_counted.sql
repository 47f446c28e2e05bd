-- id       = "no_more_on_time_than_counted"
-- name     = "Tử số không lớn hơn mẫu số"
-- severity = "block"
-- audit    = true
select agency_code, metric_id || ' ' || agency_code as subject_id, on_day || ': ' || numerator || '/' || denominator as detail
from metric_day
join metric on metric.id = metric_day.metric_id
where metric.unit = 'percent' and kind = 'flow' and (numerator < 0 or numerator > denominator)
