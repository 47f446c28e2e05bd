insert into change.made.event_sum
select
    {metric} as metric_id, agency_code, on_day, kind, null as hash,
    {sign} * sum(coalesce(numerator, error('an event without a numerator'))) as numerator, {sign} * sum({denominator}) as denominator, {sign} * count(*) as events,
    min(numerator) filter (where {sign} = 1) as least, max(numerator) filter (where {sign} = 1) as most,
    min(denominator) filter (where {sign} = 1) as least_of, max(denominator) filter (where {sign} = 1) as most_of,
    max(numerator - denominator) filter (where {sign} = 1) as excess
from (
{events}
)
group by all
