-- The dossiers behind a number: their events of the period, summed.
-- $1 first day, $2 last day, $3 agency, $4 only those that pull the metric down, $5 at most
with recursive below as (
    select $3 as code
    union
    select agency.code from agency join below on agency.parent_code = below.code
),
counted as (
    select subject_id, agency_code, sum(numerator) as numerator, sum(denominator) as denominator
    from {view}
    where agency_code in (select code from below)
        and on_day <= cast($2 as date)
        and case
            when kind = 'flow' then on_day >= cast($1 as date)
            else on_day <= (select known_until from build) and cast($1 as date) <= (select known_until from build)
        end
    group by subject_id, agency_code
    having coalesce(sum(denominator), sum(numerator)) > 0
)
select
    dossier.dossier_code, counted.agency_code, dossier.procedure_code, dossier.procedure_name, dossier.status,
    strftime(dossier.received_at, '%Y-%m-%d %H:%M:%S') as received_at,
    strftime(dossier.due_at, '%Y-%m-%d %H:%M:%S') as due_at,
    strftime(coalesce(dossier.ended_at, dossier.returned_at), '%Y-%m-%d %H:%M:%S') as ended_at,
    cast(counted.numerator as bigint) as numerator, cast(counted.denominator as bigint) as denominator
from counted
join dossier on dossier.dossier_code = counted.subject_id
where not $4 or {is_failing}
order by counted.agency_code, dossier.due_at, dossier.dossier_code
limit $5
