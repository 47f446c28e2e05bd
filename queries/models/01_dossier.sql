-- One row per dossier: its latest snapshot, then the later file, then the later row.
create table dossier as
with latest as (
    select
        dossier_code, procedure_code, procedure_name, sector,
        coalesce(receiving_agency, solving_agency) as receiving_agency,
        solving_agency, channel, service_level,
        submitted_at, received_at, due_at, ended_at, returned_at,
        status, supplement_count, supplement_requested_at, supplement_completed_at, previous_due_at,
        fee_amount, paid_online, digitised_input, digital_result, reused_data, return_channel, apology_sent_at,
        unreadable_columns, snapshot_at, source_id, source_sheet, source_row
    from dossier_version
    qualify row_number() over (
        partition by dossier_code
        order by snapshot_at desc, source_number desc, source_sheet desc, source_row desc
    ) = 1
),
-- The first letter is the one that counts.
letter as (
    select dossier_code, min(sent_at) as sent_at from apology_letter_version group by dossier_code
)
select
    latest.dossier_code,
    coalesce(latest.procedure_code, procedure.code) as procedure_code,
    coalesce(latest.procedure_name, procedure.name) as procedure_name,
    coalesce(latest.sector, procedure.sector) as sector,
    latest.receiving_agency, latest.solving_agency, latest.channel,
    -- What the export says of the dossier comes before what the register says of its procedure.
    coalesce(latest.service_level, procedure.service_level) as service_level,
    latest.submitted_at, latest.received_at, latest.due_at, latest.ended_at, latest.returned_at,
    -- The procedure's maximum time, in working days.
    procedure.processing_days,
    latest.status, latest.supplement_count, latest.supplement_requested_at, latest.supplement_completed_at,
    latest.previous_due_at, latest.fee_amount, latest.paid_online, latest.digitised_input, latest.digital_result,
    latest.reused_data, latest.return_channel,
    coalesce(latest.apology_sent_at, letter.sent_at) as apology_sent_at,
    latest.unreadable_columns, latest.snapshot_at, latest.source_id, latest.source_sheet, latest.source_row
from latest
left join procedure
    on latest.procedure_code = procedure.code
    and cast(latest.received_at as date) between procedure.valid_from and coalesce(procedure.valid_to, date '9999-12-31')
left join letter on letter.dossier_code = latest.dossier_code
-- Those of an agency lie together, so that a list of them reads little else.
order by latest.solving_agency, latest.due_at, latest.dossier_code;
