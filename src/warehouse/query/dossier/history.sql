-- What every export said of one dossier, in the order in which it holds. $1 its code
select
    version.snapshot_at, source.connector, source.file_name,
    version.receiving_agency, version.solving_agency, version.procedure_code, version.procedure_name, version.sector,
    version.channel, version.service_level, version.status,
    version.submitted_at,
    version.received_at,
    version.due_at,
    version.supplement_requested_at,
    version.supplement_completed_at,
    version.ended_at,
    version.returned_at,
    cast(version.fee_amount as varchar) as fee_amount, version.paid_online,
    version.apology_sent_at, version.current_step, version.step_office, version.step_started_at,
    version.extra
from dossier_version as version
join source on source.id = version.source_id
where version.dossier_code = $1
order by version.snapshot_at, version.source_number, version.source_sheet, version.source_row
