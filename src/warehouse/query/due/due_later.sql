-- After `mine`: how many open dossiers are due after $1, of those known on $2 or since.
select count(*)
from mine
where is_open and cast(known_at as date) >= cast($2 as date)
    and cast(due_at as date) >= cast(known_at as date) and cast(due_at as date) > cast($1 as date)
