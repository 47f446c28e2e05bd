-- After `mine`: how many are not told one by one.
select
    max(known_at) as known_at,
    count(*) filter (where is_open and cast(due_at as date) < cast(known_at as date)) as overdue,
    count(*) filter (where is_open and due_at is null and coalesce(unreadable_columns not like '%,due_at,%', true)) as undated,
    count(*) filter (where is_open and due_at is null and unreadable_columns like '%,due_at,%') as unreadable,
    count(*) filter (where status = 'supplement_requested') as paused
from mine
