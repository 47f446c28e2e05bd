-- After `counted`: what each agency has of one part of a number: of what has its code in the column it is told apart by
part as (
    select
        counted.agency_code,
        cast(coalesce(sum(counted.numerator), 0) as bigint) as numerator,
        cast(coalesce(sum(counted.denominator), 0) as bigint) as denominator
    from counted
    left join {subjects}
    where {column} = {code}
    group by counted.agency_code
    {having}
)
select agency_code, numerator, denominator from part
