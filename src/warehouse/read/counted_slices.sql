-- The sums kept, by agency and slice. $1 first day, $2 last day
with counted as (
    select agency_code, slice_number, numerator, denominator
    from metric_slice
    where metric_id = {metric} and on_day <= cast($2 as date)
        and case
            when kind = 'flow' then on_day >= cast($1 as date)
            else on_day <= (select known_until from build) and cast($1 as date) <= (select known_until from build)
        end
)
