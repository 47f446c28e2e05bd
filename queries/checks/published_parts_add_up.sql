-- id       = "published_parts_add_up"
-- name     = "Số công bố: tử số không lớn hơn mẫu số"
-- severity = "warn"
-- audit    = true
select agency_code, indicator || ' ' || agency_code as subject_id, period_id || ': ' || numerator || '/' || denominator as detail
from figure
where numerator < 0 or numerator > denominator
