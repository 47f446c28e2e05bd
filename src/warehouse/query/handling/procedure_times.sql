-- After `counted`, one event a dossier, its numerator the days it took: how long dossiers took, by procedure and of all together
spent as (
    select
        -- One whose code nobody tells is told apart by its name, as wherever procedures are.
        coalesce(dossier.procedure_code, dossier.procedure_name) as code, dossier.procedure_name as name, counted.numerator as days
    from counted
    join dossier on dossier.dossier_code = counted.subject_id
),
procedure_spread as (
    select
        grouping(code) = 1 as is_all, code, min(name) as name,
        count(*) as dossiers, quantile_disc(days, 0.5) as median, quantile_disc(days, 0.9) as ninetieth, max(days) as longest
    from spent
    group by grouping sets ((), (code))
)
select is_all, code, name, dossiers, cast(median as bigint), cast(ninetieth as bigint), cast(longest as bigint)
from procedure_spread
order by is_all desc, dossiers desc, code nulls last
