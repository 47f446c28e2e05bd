-- After `mine`: how many are not told one by one; of what is known from before $1 only that.
, judged as (
    select
        status, is_open, due_at, cast(due_at as date) < cast(known_at as date) as is_overdue,
        coalesce(unreadable_columns like '%,due_at,%', false) as is_unreadable,
        coalesce(cast(known_at as date) >= cast($1 as date), false) as is_fresh
    from mine
)
select
    count(*) filter (where is_fresh and is_open and is_overdue) as overdue,
    count(*) filter (where is_fresh and is_open and due_at is null and not is_unreadable) as undated,
    count(*) filter (where is_fresh and is_open and due_at is null and is_unreadable) as unreadable,
    count(*) filter (where is_fresh and status = 'supplement_requested') as paused,
    count(*) filter (where not is_fresh and (is_open or status = 'supplement_requested')) as too_old
from judged
