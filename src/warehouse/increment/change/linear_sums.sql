insert into change.made.event_sum
with event as (
    select
        agency_code, on_day, kind, numerator, denominator, cast(substr(subject_id, 2) as ubigint) as hash,
        case left(subject_id, 1) when '+' then 1 when '-' then -1 else error('a subject that is no dossier') end as sign
    from (
{events}
    )
)
select
    {metric} as metric_id, agency_code, on_day, kind, sign, hash,
    sum(numerator) as numerator, sum(denominator) as denominator, count(*) as events,
    min(numerator) as least, max(numerator) as most, min(denominator) as least_of, max(denominator) as most_of,
    max(numerator - denominator) as excess
from event
group by all
