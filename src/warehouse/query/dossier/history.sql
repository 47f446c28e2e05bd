-- What every export said of one dossier, in the order in which it holds. $1 its code
select
    strftime(version.snapshot_at, '%Y-%m-%d %H:%M:%S') as snapshot_at, source.connector, source.file_name,
    version.receiving_agency, version.solving_agency, version.procedure_code, version.procedure_name, version.sector,
    version.channel, version.service_level, version.status,
    strftime(version.submitted_at, '%Y-%m-%d %H:%M:%S') as submitted_at,
    strftime(version.received_at, '%Y-%m-%d %H:%M:%S') as received_at,
    strftime(version.due_at, '%Y-%m-%d %H:%M:%S') as due_at,
    strftime(version.supplement_requested_at, '%Y-%m-%d %H:%M:%S') as supplement_requested_at,
    strftime(version.supplement_completed_at, '%Y-%m-%d %H:%M:%S') as supplement_completed_at,
    strftime(version.ended_at, '%Y-%m-%d %H:%M:%S') as ended_at,
    strftime(version.returned_at, '%Y-%m-%d %H:%M:%S') as returned_at,
    cast(version.fee_amount as varchar) as fee_amount, version.paid_online,
    strftime(version.apology_sent_at, '%Y-%m-%d %H:%M:%S') as apology_sent_at
from dossier_version as version
join source on source.id = version.source_id
where version.dossier_code = $1
order by version.snapshot_at, version.source_number, version.source_sheet, version.source_row
