-- How a period stood at the end of one of its days: $1 first day, $2 last day, $3 the day; {agencies} narrows them down
with judged as (
    select
        received_on, due_on, ended_on,
        received_on <= cast($3 as date) and (ended_on is null or ended_on > cast($3 as date)) as is_open,
        ended_on <= due_on as is_on_time
    from {view}
    where true {agencies}
)
select
    count(*) filter (where ended_on between cast($1 as date) and cast($3 as date)) as ended,
    count(*) filter (where ended_on between cast($1 as date) and cast($3 as date) and is_on_time) as ended_on_time,
    count(*) filter (where is_open and due_on <= cast($3 as date)) as overdue,
    count(*) filter (where is_open and due_on > cast($3 as date) and due_on <= cast($2 as date)) as due_within,
    count(*) filter (where is_open and due_on > cast($2 as date)) as due_after,
    count(*) filter (where ended_on > cast($3 as date) - {days} and ended_on <= cast($3 as date)) as recently_ended,
    count(*) filter (where ended_on > cast($3 as date) - {days} and ended_on <= cast($3 as date) and is_on_time) as recently_on_time,
    strftime(min(received_on), '%Y-%m-%d') as first_on
from judged
