-- After `mine`: open dossiers known on $2 or since, whose promised day had not passed when they were last known. Of those due after $1 only how many.
select
    dossier_code, agency_code, procedure_code, procedure_name, status, received_at, due_at, known_at
from mine
where is_open and is_received and cast(known_at as date) >= cast($2 as date)
    and cast(due_at as date) >= cast(known_at as date) and cast(due_at as date) <= cast($1 as date)
order by due_at, dossier_code
