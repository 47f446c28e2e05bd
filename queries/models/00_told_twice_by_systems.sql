-- apart_by = "dossier_code"
-- What lists of several systems say of a dossier together. Each system knows some things alone: what one is silent of, another may tell.

-- What the rows of such a dossier say, the one that counts first; that of each system that counts is its first. Of what two systems tell on
-- one day the later event counts, as in `dossier`, and the numbers do not hang on which of the two files came first.
create table dossier_system_row as
with told as (
    select
        version.*, source.connector,
        row_number() over (
            partition by version.dossier_code
            order by
                version.snapshot_at desc, case when same_day.dossier_code is null then source_number else 0 end desc,
                least(dossier_step(status), 2) desc,
                greatest(submitted_at, received_at, supplement_requested_at, supplement_completed_at, ended_at, returned_at) desc nulls last,
                dossier_step(status) desc, source.connector, source_number desc, version.source_sheet desc, source_row desc
        ) as turn
    from dossier_of_systems as systems
    join dossier_version as version on version.dossier_code = systems.dossier_code
    join source on source.id = version.source_id
    left join dossier_in_systems as same_day on same_day.dossier_code = version.dossier_code and same_day.snapshot_at = version.snapshot_at
)
select
    told.*, turn = min(turn) over (partition by dossier_code, connector) as is_first_of_system,
    max(snapshot_at) over (partition by dossier_code) as last_snapshot_at
from told;

-- One row per such dossier: of each thing what the system says of it whose row comes first. What belongs together is taken together.
create table dossier_together as
select
    told.dossier_code,
    min_by(told.procedure_code, told.turn) filter (where told.procedure_code is not null) as procedure_code,
    min_by(told.procedure_name, told.turn) filter (where told.procedure_name is not null) as procedure_name,
    min_by(told.sector, told.turn) filter (where told.sector is not null) as sector,
    min_by(told.receiving_agency, told.turn) filter (where told.receiving_agency is not null) as receiving_agency,
    min_by(told.channel, told.turn) filter (where told.channel is not null) as channel,
    min_by(told.service_level, told.turn) filter (where told.service_level is not null) as service_level,
    min_by(told.submitted_at, told.turn) filter (where told.submitted_at is not null) as submitted_at,
    min_by(told.received_at, told.turn) filter (where told.received_at is not null) as received_at,
    min_by(told.due_at, told.turn) filter (where told.due_at is not null) as due_at,
    min_by(told.returned_at, told.turn) filter (where told.returned_at is not null and dossier_step(told.status) >= 2) as returned_at,
    min(told.turn) filter (
        where told.supplement_count is not null or told.supplement_requested_at is not null or told.supplement_completed_at is not null
    ) as supplement_turn,
    min_by(told.previous_due_at, told.turn) filter (where told.previous_due_at is not null) as previous_due_at,
    min_by(told.fee_amount, told.turn) filter (where told.fee_amount is not null) as fee_amount,
    min_by(told.paid_online, told.turn) filter (where told.paid_online is not null) as paid_online,
    min_by(told.digitised_input, told.turn) filter (where told.digitised_input is not null) as digitised_input,
    min_by(told.digital_result, told.turn) filter (where told.digital_result is not null) as digital_result,
    min_by(told.reused_data, told.turn) filter (where told.reused_data is not null) as reused_data,
    min_by(told.return_channel, told.turn) filter (where told.return_channel is not null) as return_channel,
    min_by(told.extra, told.turn) filter (where told.extra is not null) as extra,
    min_by(told.apology_sent_at, told.turn) filter (where told.apology_sent_at is not null) as apology_sent_at,
    -- Where it lies is told of the day it was told on.
    min(told.turn) filter (where told.current_step is not null and told.snapshot_at = told.last_snapshot_at) as step_turn,
    -- Of the others that wrote something nobody can read, the first and the last: more than three systems tell of no dossier.
    min_by(told.unreadable_columns, told.turn) filter (where told.turn > 1 and told.unreadable_columns is not null) as first_unreadable,
    max_by(told.unreadable_columns, told.turn) filter (where told.turn > 1 and told.unreadable_columns is not null) as last_unreadable
from dossier_system_row as told
join dossier_system_row as counted on counted.dossier_code = told.dossier_code and counted.turn = 1
left join parameter on parameter.id = 'other_dossier_days'
where told.is_first_of_system
    -- What may be another dossier under the same code says nothing of this one.
    and coalesce(told.procedure_code = counted.procedure_code, true)
    and (holds_day(told.dossier_code) or (
        coalesce(abs(days_between(told.received_at, counted.received_at)) <= coalesce(parameter.value, 7), true)
        and split_part(told.solving_agency, '@', 1) = split_part(counted.solving_agency, '@', 1)
    ))
group by told.dossier_code;
