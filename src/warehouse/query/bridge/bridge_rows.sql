,
-- After `explained`: the dossiers of it, of reason $3 alone where it is one; at most $4 of a reason. Only these are dressed up.
listed as (
    select *, {reason} as told
    from explained
    where $3 is null or {reason} = $3
    qualify row_number() over (partition by {reason} order by subject_id) <= $4
)
select
    listed.subject_id, dossier.solving_agency, dossier.procedure_code, dossier.procedure_name, coalesce(dossier.status, '') as status,
    dossier.received_at, dossier.due_at, coalesce(dossier.ended_at, dossier.returned_at) as ended_at,
    cast(listed.first_numerator as bigint), cast(listed.first_denominator as bigint),
    listed.told, listed.counted_by,
    dossier.{verdict} as lateness, dossier.working_days_overdue, dossier.measured_on, dossier.extra,
    cast(listed.first_numerator as bigint), cast(listed.first_denominator as bigint),
    cast(listed.second_numerator as bigint), cast(listed.second_denominator as bigint)
from listed
left join dossier_lateness as dossier on dossier.dossier_code = listed.subject_id
order by listed.told, listed.subject_id
