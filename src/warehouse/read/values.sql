-- Per metric, period and agency: its own sums.
-- {metrics} ids; {periods} number, first day and last day of each
with asked (number, first_on, last_on) as (values {periods}),
counted as (
    select metric_day.metric_id, asked.number, metric_day.agency_code, metric_day.numerator, metric_day.denominator
    from metric_day
    cross join build
    join asked on metric_day.on_day <= asked.last_on
        -- What is open is known until the newest export; a period after it has no stock.
        and case
            when metric_day.kind = 'flow' then metric_day.on_day >= asked.first_on
            else metric_day.on_day <= build.known_until and asked.first_on <= build.known_until
        end
    where metric_day.metric_id in ({metrics})
    union all
    -- A subject counts once, on however many days of the period it did.
    select metric_once.metric_id, asked.number, metric_once.agency_code, max(metric_once.numerator), max(metric_once.denominator)
    from metric_once
    join asked on metric_once.on_day between asked.first_on and asked.last_on
    where metric_once.metric_id in ({metrics})
    group by metric_once.metric_id, asked.number, metric_once.agency_code, metric_once.subject_id
)
select
    metric_id, number, agency_code,
    cast(coalesce(sum(numerator), 0) as bigint) as numerator,
    cast(coalesce(sum(denominator), 0) as bigint) as denominator
from counted
group by metric_id, number, agency_code
