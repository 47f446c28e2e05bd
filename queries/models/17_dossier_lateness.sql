-- One row per dossier: all of `dossier`, and how it stands against the day it was promised for. `by_day` compares days, `by_instant` instants:
-- `overdue`, `on_time` (done), `running` (open, in time), `paused` (the citizen was asked for more, in time), `not_counted`, or what is not known.
-- A request without its day was in time where the promised day has not passed yet.
-- `working_days_overdue` is below 0 where days are left or were to spare. What is done is held against its end, what waits against the
-- day of the request, what is open against the last day anything is known of, never a later one.
create view dossier_lateness as
with clocked as (
    select
        dossier.*,
        case
            when status in ('finished', 'returned') then 'on_time'
            when status in ('received', 'in_progress', 'fee_requested') then 'running'
            when status = 'supplement_requested' then 'paused'
            else 'not_counted'
        end as in_time,
        case
            when status in ('finished', 'returned') then coalesce(ended_at, returned_at)
            when status = 'supplement_requested' then supplement_requested_at
            when status in ('received', 'in_progress', 'fee_requested') then
                case when cast(snapshot_at as date) = known.until_on then snapshot_at else cast(known.until_on as timestamp) end
        end as measured_at,
        case when cast(snapshot_at as date) = known.until_on then snapshot_at else cast(known.until_on as timestamp) end as known_at
    from dossier
    left join known on known.source_kind = 'dossier'
)
select
    clocked.*,
    case
        when in_time = 'not_counted' then in_time
        when due_at is null then 'due_unknown'
        when cast(due_at as date) < cast(measured_at as date) then 'overdue'
        when in_time = 'on_time' and measured_at is null then 'end_unknown'
        when in_time = 'paused' and measured_at is null and cast(due_at as date) < cast(known_at as date) then 'request_unknown'
        else in_time
    end as by_day,
    case
        when in_time = 'not_counted' then in_time
        when due_at is null then 'due_unknown'
        when promised_until(due_at) < measured_at then 'overdue'
        when in_time = 'on_time' and measured_at is null then 'end_unknown'
        when in_time = 'paused' and measured_at is null and promised_until(due_at) < known_at then 'request_unknown'
        else in_time
    end as by_instant,
    cast(measured_at as date) as measured_on,
    -- Of two days off in a row none is a working day: overdue, and by less than one. Beyond the calendar nobody knows.
    measured.working_number - due.working_number as working_days_overdue
from clocked
left join calendar_day as due on due.day = cast(clocked.due_at as date)
left join calendar_day as measured on measured.day = cast(clocked.measured_at as date);
