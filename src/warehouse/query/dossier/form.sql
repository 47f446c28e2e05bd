-- A register over a period, by agency and sector: $1 first day, $2 last day. Each dossier is in one of three
-- parts of what was received, and in one of five of what became of it, so the form adds up whatever the register says.
with held as (
    select
        agency_code, sector, received_on, is_online, due_on, ended_on,
        ended_on is not null and ended_on <= cast($2 as date) as is_settled,
        least(cast($2 as date), (select known_until from build)) as until_on
    from {view}
    where received_on <= cast($2 as date) and (ended_on is null or ended_on >= cast($1 as date))
        -- Of a period after the newest export nothing is known, what is carried into it neither.
        and cast($1 as date) <= (select known_until from build)
)
select
    agency_code, sector,
    count(*) filter (where received_on >= cast($1 as date) and is_online) as received_online,
    count(*) filter (where received_on >= cast($1 as date) and not is_online) as received_direct,
    count(*) filter (where received_on < cast($1 as date)) as carried_over,
    count(*) filter (where is_settled and ended_on < due_on) as early,
    count(*) filter (where is_settled and (due_on is null or ended_on = due_on)) as on_time,
    count(*) filter (where is_settled and ended_on > due_on) as overdue,
    count(*) filter (where not is_settled and (due_on is null or due_on >= until_on)) as open_in_time,
    count(*) filter (where not is_settled and due_on < until_on) as open_overdue
from held
group by agency_code, sector
order by agency_code, sector nulls last
