-- id       = "published_parts_add_up"
-- name     = "Số công bố: tử số không lớn hơn mẫu số"
-- severity = "warn"
-- audit    = true
-- by_source = true
select agency_code, indicator || ' ' || agency_code as subject_id, period_id || ': ' || numerator || '/' || denominator as detail, source_id
from figure
where numerator < 0 or numerator > denominator
