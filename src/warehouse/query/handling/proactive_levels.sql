-- After `counted`, one event a dossier: of how many procedures and dossiers the online service was proactive, by its level on the day of receipt;
-- how many procedures is not known where a dossier names none
done as (
    select
        coalesce(dossier.procedure_code, dossier.procedure_name) as procedure, proactive.level
    from counted
    join dossier on dossier.dossier_code = counted.subject_id
    left join proactive_service as proactive on proactive.procedure_code = dossier.procedure_code
        and cast(dossier.received_at as date) between proactive.valid_from and coalesce(proactive.valid_to, date '9999-12-31')
)
select level, case when count(procedure) = count(*) then count(distinct procedure) end, count(*)
from done
group by level
order by level nulls last
