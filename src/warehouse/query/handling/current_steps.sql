-- Where open dossiers lie, by who has them and the step, as the newest export of each tells; the last line is of those of which none tells a
-- step. {among} a condition on agencies. How long one lies there is known until its export, in days begun.
with held as (
    select
        step_office, current_step, status in ('supplement_requested', 'fee_requested') as is_waiting,
        -- An export says its day, not its hour: what began on that day lies there for none yet.
        case
            when cast(step_started_at as date) <= cast(snapshot_at as date)
            then date_diff('day', cast(step_started_at as date), cast(snapshot_at as date))
        end as days
    from (select dossier.*, solving_agency as agency_code from dossier) as dossier
    where dossier_step(status) = 1 and (true {among})
),
spread as (
    select
        current_step is null as is_unknown, case when current_step is not null then step_office end as step_office, current_step, count(*) as dossiers, count(*) filter (where is_waiting) as waiting,
        count(days) as timed, quantile_disc(days, 0.5) as median, quantile_disc(days, 0.9) as ninetieth, max(days) as longest
    from held
    group by 1, 2, 3
)
select
    is_unknown, step_office, current_step, dossiers, waiting, timed,
    cast(median as bigint), cast(ninetieth as bigint), cast(longest as bigint)
from spread
order by is_unknown, dossiers desc, step_office nulls last, current_step
