-- After `counted`: how many of the dossiers behind a count are due on each day, by agency; $3 the first day, $4 the last one
due as (
    select counted.agency_code, cast(dossier.due_at as date) as due_on, counted.numerator
    from counted
    join dossier on dossier.dossier_code = counted.subject_id
    where counted.numerator > 0
)
select agency_code, due_on, cast(sum(numerator) as bigint) as dossiers
from due
where due_on >= cast($3 as date) and (cast($4 as date) is null or due_on <= cast($4 as date))
group by agency_code, due_on
order by due_on, agency_code
