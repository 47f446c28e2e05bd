-- After `counted`: the dossiers behind a number. $3 only those that pull the metric down, $4 of one procedure,
-- $5 whose code holds this, $6 at most, $7 past the first so many
chosen as (
    select
        counted.subject_id, counted.agency_code, counted.numerator, counted.denominator, dossier.due_at,
        dossier.dossier_code is not null as is_found
    from counted
    left join dossier on dossier.dossier_code = counted.subject_id
    where (counted.numerator > 0 or counted.denominator > 0) and (not $3 or {is_failing})
        and (cast($4 as varchar) is null or coalesce(dossier.procedure_code, dossier.procedure_name) = $4)
        and (cast($5 as varchar) is null or contains(lower(counted.subject_id), lower($5)))
),
-- Only these are dressed up.
page as (
    select subject_id, agency_code, numerator, denominator, due_at
    from chosen
    order by agency_code, due_at, subject_id
    limit $6 offset $7
)
select
    page.subject_id, page.agency_code, dossier.procedure_code, {name} as procedure_name,
    coalesce(dossier.status, '') as status,
    dossier.received_at,
    dossier.due_at,
    coalesce(dossier.ended_at, dossier.returned_at) as ended_at,
    cast(page.numerator as bigint) as numerator, cast(page.denominator as bigint) as denominator,
    (select count(*) from chosen) as total, (select {found} from chosen) as found
from page
left join dossier on dossier.dossier_code = page.subject_id
{names}
order by page.agency_code, page.due_at, page.subject_id
