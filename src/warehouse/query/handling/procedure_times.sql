-- After `counted`, one event a dossier, its numerator the days it took: how long dossiers took, by procedure and of all together
spent as (
    select dossier.procedure_code, dossier.procedure_name, counted.numerator as days
    from counted
    join dossier on dossier.dossier_code = counted.subject_id
),
procedure_spread as (
    select
        grouping(procedure_code) = 1 as is_all, procedure_code, min(procedure_name) as procedure_name,
        count(*) as dossiers, quantile_disc(days, 0.5) as median, quantile_disc(days, 0.9) as ninetieth, max(days) as longest
    from spent
    group by grouping sets ((), (procedure_code))
)
select
    is_all, procedure_code, procedure_name,
    dossiers, cast(median as bigint), cast(ninetieth as bigint), cast(longest as bigint)
from procedure_spread
order by is_all desc, dossiers desc, procedure_code nulls last
