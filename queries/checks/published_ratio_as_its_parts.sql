-- id       = "published_ratio_as_its_parts"
-- name     = "Số công bố: tỷ lệ đúng bằng tử số chia mẫu số"
-- severity = "warn"
-- audit    = true
-- by_source = true
select agency_code, indicator || ' ' || agency_code as subject_id,
    period_id || ': ghi ' || cast(value as string) || ' %, ' || cast(numerator as string) || '/' || cast(denominator as string)
    || ' là ' || cast(cast(floor((20000 * cast(numerator as decimal(30, 0)) + denominator) / (2 * cast(denominator as decimal(30, 0)))) as decimal(16, 0)) * 0.01 as string) || ' %' as detail,
    source_id
from figure_part
-- Rounded or cut, a ratio is off by less than one of its last place.
where value is not null and numerator is not null and denominator > 0
    and abs(value * denominator - 100 * numerator) > denominator
        * case when value = floor(value) then 1.0 when value * 10 = floor(value * 10) then 0.1 else 0.01 end
