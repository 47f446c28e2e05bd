-- After `counted`, one event a dossier, its numerator the days it took: how long dossiers took, by the agency that solved them
agency_spread as (
    select
        agency_code, count(*) as dossiers, quantile_disc(numerator, 0.5) as median, quantile_disc(numerator, 0.9) as ninetieth,
        max(numerator) as longest
    from counted
    group by agency_code
)
select agency_code, dossiers, cast(median as bigint), cast(ninetieth as bigint), cast(longest as bigint)
from agency_spread
order by dossiers desc, agency_code
