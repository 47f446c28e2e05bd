-- After `counted`, the sums kept: a number by slice.
summed as (
    select slice_number, sum(numerator) as numerator, sum(denominator) as denominator
    from counted
    group by slice_number
),
told as (
    select summed.numerator, summed.denominator, {columns}
    from summed
    left join slice as dossier on dossier.number = summed.slice_number
    where (summed.numerator > 0 or summed.denominator > 0)
)
