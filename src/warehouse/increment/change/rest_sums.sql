insert into change.made.event_sum
select
    {metric} as metric_id, agency_code, on_day, kind, {sign} as sign, null as hash,
    sum(numerator) as numerator, sum(denominator) as denominator, count(*) as events,
    min(numerator) as least, max(numerator) as most, min(denominator) as least_of, max(denominator) as most_of,
    max(numerator - denominator) as excess
from (
{events}
)
group by all
