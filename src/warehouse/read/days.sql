-- Sums by day of some metrics, of each kind; subjects that count once in a period one by one. {metrics} ids
select metric_id, agency_code, kind, '' as subject_id, on_day, numerator, coalesce(denominator, 0) as denominator
from metric_day
where metric_id in ({metrics})
union all
select metric_id, agency_code, 'once' as kind, subject_id, on_day, numerator, coalesce(denominator, 0) as denominator
from metric_once
where metric_id in ({metrics})
