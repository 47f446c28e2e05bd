-- Per agency: the published figure of one indicator and period; a parent without one takes the sum of its children.
-- $1 indicator, $2 first day, $3 last day, $4 period
with newest as (
    select agency_code, numerator, denominator
    from figure
    where indicator = $1 and period_id = $4 and sector is null
    qualify row_number() over (partition by agency_code order by snapshot_at desc, publisher) = 1
),
own as (
    select agency_code, numerator, denominator from newest where cast($2 as date) <= cast($3 as date)
),
reporting as (
    select agency_code from own
),
