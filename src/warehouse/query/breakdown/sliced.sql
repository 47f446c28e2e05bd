-- After `told`: sums by all that the ways a number is cut up in tell apart
select cast(sum(numerator) as bigint) as numerator, cast(sum(denominator) as bigint) as denominator, {coded}
from told
group by {coded}
