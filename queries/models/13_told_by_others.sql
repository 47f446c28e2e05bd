-- apart_by = "dossier_code"
-- Adds what other exports of the same day tell of a dossier otherwise: another system's, where a day, an agency, whether it is done or what was
-- asked and paid differs (what one is silent of is no difference); the same system's later file, where it takes back what the earlier one
-- said had happened.
insert into told_again
with told as (
    select
        version.dossier_code, version.snapshot_at, source.connector, version.status, version.solving_agency,
        version.procedure_code, version.channel, version.service_level, version.supplement_count, version.fee_amount, version.paid_online,
        cast(version.received_at as date) as received_on, cast(version.due_at as date) as due_on,
        cast(version.ended_at as date) as ended_on, cast(version.returned_at as date) as returned_on,
        greatest(
            version.submitted_at, version.received_at, version.supplement_requested_at, version.supplement_completed_at,
            version.ended_at, version.returned_at
        ) as happened_at,
        version.source_id, version.source_sheet, version.source_row
    from dossier_twice as twice
    join dossier_version as version on version.dossier_code = twice.dossier_code and version.snapshot_at = twice.snapshot_at
    join source on source.id = version.source_id
),
held as (
    select
        told.dossier_code, told.snapshot_at, told.connector, told.status, told.solving_agency, told.received_on, told.due_on, told.ended_on,
        told.returned_on, told.happened_at, told.source_id, told.source_sheet, told.source_row,
        told.procedure_code, told.channel, told.service_level, told.supplement_count, told.fee_amount, told.paid_online
    from told
    join dossier on dossier.dossier_code = told.dossier_code and dossier.source_id = told.source_id
        and dossier.source_row = told.source_row and dossier.source_sheet is not distinct from told.source_sheet
),
compared as (
    select
        held.solving_agency as agency_code, told.dossier_code, told.source_id, told.source_sheet, told.source_row,
        held.source_id as held_source_id, held.source_sheet as held_sheet, held.source_row as held_row,
        told.connector <> held.connector as is_other_system,
        dossier_step(held.status) < dossier_step(told.status) or held.happened_at < told.happened_at as is_taken_back,
        concat_ws(
            ', ',
            case when least(dossier_step(told.status), 2) <> least(dossier_step(held.status), 2) then 'trạng thái' end,
            case when told.received_on <> held.received_on then 'ngày tiếp nhận' end,
            case when told.due_on <> held.due_on then 'ngày hẹn trả' end,
            case when told.ended_on <> held.ended_on then 'ngày xong' end,
            case when told.returned_on <> held.returned_on then 'ngày trả kết quả' end,
            case when told.solving_agency <> held.solving_agency then 'đơn vị' end,
            case when told.procedure_code <> held.procedure_code then 'thủ tục, lĩnh vực' end,
            case when told.channel <> held.channel then 'kênh' end,
            case when told.service_level <> held.service_level then 'mức độ' end,
            case when told.supplement_count <> held.supplement_count then 'bổ sung' end,
            case when told.fee_amount <> held.fee_amount or told.paid_online <> held.paid_online then 'phí, thanh toán' end
        ) as differs
    from held
    join told on told.dossier_code = held.dossier_code and told.snapshot_at = held.snapshot_at and told.source_id <> held.source_id
)
select
    'dossier', agency_code, dossier_code, source_id, source_sheet, source_row, held_source_id, held_sheet, held_row,
    case when differs = '' then 'việc sau' else differs end
from compared
where (is_other_system and differs <> '') or (not is_other_system and is_taken_back);
