insert into change.made.event_sum
with event as (
    select
        agency_code, on_day, kind, coalesce(numerator, error('an event without a numerator')) as numerator, {denominator} as denominator, cast(substr(subject_id, 2) as ubigint) as hash,
        case left(subject_id, 1) when '+' then 1 when '-' then -1 else error('a subject that is no dossier') end as sign
    from (
{events}
    )
)
select
    {metric} as metric_id, agency_code, on_day, kind, hash,
    sum(sign * numerator) as numerator, sum(sign * denominator) as denominator, sum(sign) as events,
    min(numerator) filter (where sign = 1) as least, max(numerator) filter (where sign = 1) as most,
    min(denominator) filter (where sign = 1) as least_of, max(denominator) filter (where sign = 1) as most_of,
    max(numerator - denominator) filter (where sign = 1) as excess
from event
group by all
