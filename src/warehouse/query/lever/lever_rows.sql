, listed as (
    select subject_id, standing, lost_on
    from at_hand
    where standing <> 'lost'
    qualify row_number() over (order by lost_on nulls last, subject_id) <= $4
)
select
    listed.subject_id, dossier.solving_agency, dossier.procedure_code, dossier.procedure_name, coalesce(dossier.status, '') as status,
    dossier.received_at, dossier.due_at, coalesce(dossier.ended_at, dossier.returned_at) as ended_at,
    cast(case when listed.standing = 'kept' then 1 else 0 end as bigint), cast(1 as bigint),
    listed.standing, listed.lost_on,
    dossier.{verdict} as lateness, dossier.working_days_overdue, dossier.measured_on, dossier.extra
from listed
left join dossier_lateness as dossier on dossier.dossier_code = listed.subject_id
order by listed.lost_on nulls last, listed.subject_id
