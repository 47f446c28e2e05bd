-- Sums by day are one row each: a row that changed is taken out and put in anew, and one without an event left is gone.
create temp table day_merged as
with day_change as (
    select
        metric_id, agency_code, on_day, kind,
        sum(numerator) as numerator, sum(denominator) as denominator, sum(events) as events
    from change.made.event_sum
    group by metric_id, agency_code, on_day, kind
    having sum(numerator) <> 0 or coalesce(sum(denominator), 0) <> 0 or sum(events) <> 0
)
select
    before.rowid as place, day_change.metric_id, day_change.agency_code, day_change.on_day, day_change.kind,
    coalesce(before.numerator, 0) + day_change.numerator as numerator,
    coalesce(before.denominator + day_change.denominator, before.denominator, day_change.denominator) as denominator,
    coalesce(before.events, 0) + day_change.events as events
from day_change
left join metric_day as before on before.metric_id = day_change.metric_id and before.agency_code = day_change.agency_code
    and before.on_day = day_change.on_day and before.kind = day_change.kind;
