-- Asked of dossiers called by their slice.
create {sums} as
select
    agency_code, on_day, kind, {hash} as hash,
    sum(numerator) as numerator, sum(denominator) as denominator, count(*) as events, count(numerator) as counted,
    min(numerator) as least, max(numerator) as most,
    min(denominator) as least_of, max(denominator) as most_of,
    max(numerator - denominator) as excess
from (
{events}
)
group by all
