-- After `counted`: the same number by what its subjects have in common, in several ways at once. What pulls down most comes first.
told as materialized (
    select counted.numerator, counted.denominator, {columns}
    from counted
    left join dossier on dossier.dossier_code = counted.subject_id
    where (counted.numerator > 0 or counted.denominator > 0)
),
sliced as (
    {ways}
)
select way, code, name, cast(numerator as bigint) as numerator, cast(denominator as bigint) as denominator
from sliced
order by way, {order} desc, coalesce(denominator, 0) desc, code nulls last
