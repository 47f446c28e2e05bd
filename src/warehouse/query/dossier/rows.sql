-- After `chosen`: a page of them. $6 at most, $7 past the first so many. Only these are dressed up.
page as (
    select subject_id, agency_code, numerator, denominator, due_at, sort_rank, sort_key
    from chosen
    order by sort_rank, sort_key {direction} nulls last, agency_code, due_at, subject_id
    limit $6 offset $7
)
select
    page.subject_id, page.agency_code, dossier.procedure_code, {name} as procedure_name,
    coalesce(dossier.status, '') as status,
    dossier.received_at,
    dossier.due_at,
    coalesce(dossier.ended_at, dossier.returned_at) as ended_at,
    cast(page.numerator as bigint) as numerator, cast(page.denominator as bigint) as denominator,
    (select count(*) from chosen) as total, (select {found} from chosen) as found,
    dossier.{verdict} as lateness, dossier.working_days_overdue, dossier.measured_on, dossier.extra
from page
left join timed as dossier on dossier.dossier_code = page.subject_id
{names}
order by page.sort_rank, page.sort_key {direction} nulls last, page.agency_code, page.due_at, page.subject_id
