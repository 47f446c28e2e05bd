-- How long the steps took that ended in a period, by the office and what the step came to. $1, $2 the first and the last day; {among} a
-- condition on agencies. A step begins when its message says so, else when the step before it ended; but of one that follows the end of the
-- handling nobody knows when it began, and after one that asked the citizen for something all is waiting until the next one begins.
with told as (
    select
        step.dossier_code, step.handling_office, step.status, step.handled_at, step.started_at, step.due_at,
        lag(step.handled_at) over steps as before_at,
        lag(step.status) over steps as status_before
    from progress_step as step
    window steps as (
        partition by step.dossier_code order by step.handled_at, step.started_at, step.status, step.handling_office
    )
),
ended as (
    select
        told.*, dossier.dossier_code is null as is_of_nobody,
        coalesce(status_before in ('supplement_requested', 'fee_requested'), false) as has_asked,
        coalesce(status_before in ('finished', 'returned', 'refused', 'withdrawn', 'stopped'), false) as is_over
    from told
    left join (select dossier_code, solving_agency as agency_code from dossier) as dossier on dossier.dossier_code = told.dossier_code
    where cast(told.handled_at as date) between cast($1 as date) and cast($2 as date)
        and (dossier.dossier_code is null or (true {among}))
),
measured as (
    select
        handling_office, status, due_at, handled_at, has_asked,
        -- Whole minutes; a step that ended before it began was written down wrongly, and nobody knows how long it took.
        case
            when started_at <= handled_at then date_diff('second', started_at, handled_at) // 60
            when started_at is null and not has_asked and not is_over then date_diff('second', before_at, handled_at) // 60
        end as minutes,
        case
            when has_asked and coalesce(started_at, handled_at) between before_at and handled_at
            then date_diff('second', before_at, coalesce(started_at, handled_at)) // 60
        end as waited,
        -- What is due on a day, without a time, is due when that day ends.
        case when due_at = date_trunc('day', due_at) then cast(handled_at as date) > cast(due_at as date) else handled_at > due_at end as is_overdue
    from ended
    where not is_of_nobody
),
spread as (
    select
        0 as part, handling_office, status, count(*) as steps, count(minutes) as timed, quantile_disc(minutes, 0.5) as median,
        quantile_disc(minutes, 0.9) as ninetieth, max(minutes) as longest, sum(minutes) as total,
        count(due_at) as due, count(*) filter (where is_overdue) as overdue
    from measured
    group by handling_office, status
    union all
    select
        1, null, null, count(*) filter (where has_asked), count(waited), quantile_disc(waited, 0.5),
        quantile_disc(waited, 0.9), max(waited), sum(waited), 0, 0
    from measured
    union all
    select 2, null, null, count(*), 0, null, null, null, 0, 0, 0 from ended where is_of_nobody
)
select
    part, handling_office, status, steps, timed, cast(median as bigint), cast(ninetieth as bigint), cast(longest as bigint),
    cast(coalesce(total, 0) as bigint), due, overdue
from spread
order by part, coalesce(total, 0) desc, steps desc, handling_office nulls last, status
