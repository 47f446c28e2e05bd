-- After `counted`, the sums kept: each agency's of one procedure in a period. $1 its code, or its name where it has none
of_procedure as (
    select counted.agency_code, counted.numerator, counted.denominator
    from counted
    join slice on slice.number = counted.slice_number
    where coalesce(slice.procedure_code, slice.procedure_name) = $1
)
select
    agency_code,
    cast(sum(numerator) as bigint) as numerator, cast(coalesce(sum(denominator), 0) as bigint) as denominator
from of_procedure
group by agency_code
