-- After `counted`, the sums kept: each agency's of one procedure in a period. $1 its code, or its name where it has none
of_procedure as (select number from slice where coalesce(procedure_code, procedure_name) = $1)
select
    counted.agency_code,
    cast(sum(counted.numerator) as bigint) as numerator,
    cast(coalesce(sum(counted.denominator), 0) as bigint) as denominator
from counted
join of_procedure on of_procedure.number = counted.slice_number
group by counted.agency_code
