-- After `told`: the number in several ways at once. What pulls down most comes first.
sliced as (
    {ways}
)
select way, code, name, cast(numerator as bigint) as numerator, cast(denominator as bigint) as denominator
from sliced
order by way, {order} desc, coalesce(denominator, 0) desc, code nulls last
