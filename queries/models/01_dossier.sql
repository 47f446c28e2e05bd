-- apart_by = "dossier_code"
-- One row per dossier: its latest snapshot, then the later file. Of what one file tells twice the later event of the dossier counts, not the
-- later row: done before open, then what happened last, then returned before finished, then the row. Of several systems: `00_told_twice_*`.
create table dossier as
-- What the rows of such a dossier say, the one that counts first.
with again as (
    select
        version.*,
        row_number() over (
            partition by version.dossier_code order by version.snapshot_at desc, source_number desc, least(dossier_step(status), 2) desc,
                greatest(submitted_at, received_at, supplement_requested_at, supplement_completed_at, ended_at, returned_at) desc nulls last,
                dossier_step(status) desc, source_sheet desc, source_row desc
        ) as turn
    from dossier_again as again
    join dossier_version as version on version.dossier_code = again.dossier_code
    where not exists (select 1 from dossier_of_systems as systems where systems.dossier_code = version.dossier_code)
),
-- The agencies that rows of whatever system name.
named as (
    select dossier_code, solving_agency, snapshot_at, turn from again
    union all select dossier_code, solving_agency, snapshot_at, turn from dossier_system_row
),
-- What one row alone tells of is not chosen from.
latest as (
    select counted.*, least(cast(submitted_at as date), cast(received_at as date), cast(ended_at as date), cast(returned_at as date)) as first_on
    from (
        select version.*, 1 as turn
        from dossier_version as version
        left join dossier_again as again on again.dossier_code = version.dossier_code
        where again.dossier_code is null
        union all
        select again.* from again where again.turn = 1
        union all select together.* from dossier_latest_together as together
    ) as counted
),
-- Systems give dossiers of before to the agencies of today. What an export of before said holds, if that agency went whole into the one of
-- today, and no later row of before says another one; of several such rows the one that counts, as of all.
several as (select dossier_code from named group by dossier_code having min(solving_agency) <> max(solving_agency)),
handed_on as (
    select named.dossier_code, min_by(named.solving_agency, named.turn) as solving_agency
    from named
    join several on several.dossier_code = named.dossier_code
    join latest on latest.dossier_code = named.dossier_code
    join agency_succession as succession on succession.code = named.solving_agency
        and succession.successor_code = split_part(latest.solving_agency, '@', 1) and succession.kind = 'whole'
        and cast(named.snapshot_at as date) < succession.on_day and cast(latest.snapshot_at as date) >= succession.on_day
        and latest.first_on < succession.on_day
    where not exists (select 1 from named as later where later.dossier_code = named.dossier_code and later.turn < named.turn
        and later.solving_agency <> named.solving_agency and cast(later.snapshot_at as date) < succession.on_day)
    group by named.dossier_code
),
letter as (select dossier_code, min(sent_at) as sent_at from apology_letter_version group by dossier_code) -- The first one counts.
select
    latest.dossier_code, coalesce(latest.procedure_code, procedure.code) as procedure_code,
    coalesce(latest.procedure_name, procedure.name) as procedure_name, coalesce(latest.sector, procedure.sector) as sector,
    coalesce(case when latest.receiving_agency = latest.solving_agency then handed_on.solving_agency end,
        latest.receiving_agency, handed_on.solving_agency, latest.solving_agency) as receiving_agency,
    coalesce(divided.dated_code, handed_on.solving_agency, latest.solving_agency) as solving_agency, latest.channel,
    -- What the export says of the dossier comes before what the register says of its procedure.
    coalesce(latest.service_level, procedure.service_level) as service_level,
    latest.submitted_at, latest.received_at, latest.due_at, latest.ended_at, latest.returned_at, procedure.processing_days, -- The procedure's maximum time, in working days.
    latest.status, latest.supplement_count, latest.supplement_requested_at, latest.supplement_completed_at,
    latest.previous_due_at, latest.fee_amount, latest.paid_online, latest.digitised_input, latest.digital_result, latest.reused_data, latest.return_channel, latest.extra,
    latest.current_step, latest.step_office, latest.step_started_at, coalesce(latest.apology_sent_at, letter.sent_at) as apology_sent_at,
    -- An end nobody wrote down is the day it was promised for, or the day it came; who cannot read the one cannot read the other.
    case when dossier_step(latest.status) >= 2 then cast(coalesce(latest.ended_at, latest.returned_at, latest.due_at, latest.received_at) as date) end as closed_on,
    latest.unreadable_columns || case when dossier_step(latest.status) >= 2 and latest.ended_at is null and (
        latest.unreadable_columns like '%,ended_at,%' or latest.unreadable_columns like '%,returned_at,%'
        or (latest.returned_at is null and latest.unreadable_columns like '%,due_at,%')) then 'closed_on,' else '' end as unreadable_columns, latest.snapshot_at, latest.source_id, latest.source_sheet, latest.source_row
from latest
left join procedure on latest.procedure_code = procedure.code
    and cast(latest.received_at as date) between procedure.valid_from and coalesce(procedure.valid_to, date '9999-12-31')
left join letter on letter.dossier_code = latest.dossier_code
left join handed_on on handed_on.dossier_code = latest.dossier_code
-- Who was there before a part took the code is meant by it, until the dossier is done.
left join divided_code as divided on divided.code = coalesce(handed_on.solving_agency, latest.solving_agency)
    and latest.first_on >= divided.from_on and latest.first_on < divided.on_day
    and coalesce(cast(coalesce(latest.ended_at, latest.returned_at) as date), date '9999-12-31') >= divided.on_day
-- Those of an agency lie together, so that a list of them reads little else.
order by solving_agency, latest.due_at nulls last, latest.dossier_code;
