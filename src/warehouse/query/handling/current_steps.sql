-- Where open dossiers lie, by who has them and the step, as the row of each that counts tells; the last line is of those that it tells no step
-- of. {among} a condition on agencies. Since when one lies there is counted in days begun until the last day anything is known of dossiers.
with last_day as (select max(until_on) as known_on from known where source_kind = 'dossier'),
held as (
    select
        step_office, current_step, status in ('supplement_requested', 'fee_requested') as is_waiting,
        -- An export says its day, not its hour: what began on that day lies there for none yet.
        case
            when cast(step_started_at as date) <= last_day.known_on then date_diff('day', cast(step_started_at as date), last_day.known_on)
        end as days
    from (select dossier.*, solving_agency as agency_code from dossier) as dossier
    cross join last_day
    where dossier_step(status) = 1 and (true {among})
),
spread as (
    select
        current_step is null as is_unknown, case when current_step is not null then step_office end as step_office, current_step,
        count(*) as dossiers, count(*) filter (where is_waiting) as waiting,
        count(days) as timed, quantile_disc(days, 0.5) as median, quantile_disc(days, 0.9) as ninetieth, max(days) as longest
    from held
    group by 1, 2, 3
)
select
    is_unknown, step_office, current_step, dossiers, waiting, timed,
    cast(median as bigint), cast(ninetieth as bigint), cast(longest as bigint)
from spread
order by is_unknown, dossiers desc, step_office nulls last, current_step
