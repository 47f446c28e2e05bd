-- A metric's sums by day, of each kind; subjects that count once in a period one by one. $1 its id
select agency_code, kind, '' as subject_id, on_day, numerator, coalesce(denominator, 0) as denominator
from metric_day
where metric_id = $1
union all
select agency_code, 'once' as kind, subject_id, on_day, numerator, coalesce(denominator, 0) as denominator
from metric_once
where metric_id = $1
