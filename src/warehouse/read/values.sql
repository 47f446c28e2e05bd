-- Per agency: its own sums and those of all below it, for one metric and period.
-- $1 metric, $2 first day, $3 last day
with own as (
    select
        agency_code,
        sum(numerator) as numerator,
        sum(denominator) as denominator
    from (
        select agency_code, numerator, denominator
        from metric_day
        where metric_id = $1 and on_day <= cast($3 as date)
            -- What is open is known until the newest export; a period after it has no stock.
            and case
                when kind = 'flow' then on_day >= cast($2 as date)
                else on_day <= (select known_until from build) and cast($2 as date) <= (select known_until from build)
            end
        union all
        -- A subject counts once, on however many days of the period it did.
        select agency_code, max(numerator), max(denominator)
        from metric_once
        where metric_id = $1 and on_day between cast($2 as date) and cast($3 as date)
        group by agency_code, subject_id
    )
    group by agency_code
),

-- Agencies that ever had data stand in every period's list, with nothing if need be.
reporting as (
    select agency_code from metric_day where metric_id = $1
    union
    select agency_code from metric_once where metric_id = $1
),
