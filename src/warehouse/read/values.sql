-- Per agency: its own sums and those of all below it, for one metric and period.
-- $1 metric, $2 first day, $3 last day
with own as (
    select
        agency_code,
        coalesce(sum(numerator) filter (kind = 'stock' or on_day >= cast($2 as date)), 0) as numerator,
        coalesce(sum(denominator) filter (kind = 'stock' or on_day >= cast($2 as date)), 0) as denominator
    from metric_day
    where metric_id = $1 and on_day <= cast($3 as date)
    group by agency_code
),

-- Agencies that ever had data stand in every period's list, with nothing if need be.
reporting as (
    select distinct agency_code from metric_day where metric_id = $1
),
