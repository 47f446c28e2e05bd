-- After `told`: sums by all that the ways a number is cut up in tell apart
select
    cast(sum(told.numerator) as bigint) as numerator, cast(sum(told.denominator) as bigint) as denominator,
    told.* exclude (numerator, denominator)
from told
group by all
