-- After `counted`: the same number by what its subjects have in common. What pulls down most comes first.
sliced as (
    select
        {code} as code, max({name}) as name,
        cast(sum(counted.numerator) as bigint) as numerator, cast(sum(counted.denominator) as bigint) as denominator
    from counted
    left join dossier on dossier.dossier_code = counted.subject_id
    where (counted.numerator > 0 or counted.denominator > 0)
    group by 1
)
select code, name, numerator, denominator
from sliced
order by {order} desc, coalesce(denominator, 0) desc, code nulls last
