-- After `counted`: what each agency has of one part of a number. $3 the code of the part, {column} what is told apart by it
select
    counted.agency_code,
    cast(coalesce(sum(counted.numerator), 0) as bigint) as numerator,
    cast(coalesce(sum(counted.denominator), 0) as bigint) as denominator
from counted
left join {subjects}
where {column} = $3
group by counted.agency_code
