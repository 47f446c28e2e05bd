-- A number by slice, from the sums kept. $1 first day, $2 last day; {agencies} narrows them down
with counted as (
    select slice_number, sum(numerator) as numerator, sum(denominator) as denominator
    from metric_slice
    where metric_id = {metric} and on_day <= cast($2 as date) {agencies}
        and case
            when kind = 'flow' then on_day >= cast($1 as date)
            else on_day <= (select known_until from build) and cast($1 as date) <= (select known_until from build)
        end
    group by slice_number
),
told as (
    select counted.numerator, counted.denominator, {columns}
    from counted
    left join slice as dossier on dossier.number = counted.slice_number
    where (counted.numerator > 0 or counted.denominator > 0)
),
