-- apart_by = "dossier_code"
-- Adds the rows of one export that tell of a dossier once more, and in what they differ from the row that counts.
insert into told_again
select
    'dossier', held.solving_agency, told.dossier_code,
    told.source_id, told.source_sheet, told.source_row, held.source_id, held.source_sheet, held.source_row,
    concat_ws(
        ', ',
        case when told.status is distinct from held.status then 'trạng thái' end,
        case when told.submitted_at is distinct from held.submitted_at then 'ngày nộp' end,
        case when told.received_at is distinct from held.received_at then 'ngày tiếp nhận' end,
        case when told.due_at is distinct from held.due_at then 'ngày hẹn trả' end,
        case when told.previous_due_at is distinct from held.previous_due_at then 'ngày hẹn trả trước' end,
        case when told.ended_at is distinct from held.ended_at then 'ngày xong' end,
        case when told.returned_at is distinct from held.returned_at then 'ngày trả kết quả' end,
        case
            when told.receiving_agency is distinct from held.receiving_agency or told.solving_agency is distinct from held.solving_agency
                then 'đơn vị'
        end,
        case
            when told.procedure_code is distinct from held.procedure_code or told.procedure_name is distinct from held.procedure_name
                or told.sector is distinct from held.sector then 'thủ tục, lĩnh vực'
        end,
        case when told.channel is distinct from held.channel or told.return_channel is distinct from held.return_channel then 'kênh' end,
        case when told.service_level is distinct from held.service_level then 'mức độ' end,
        case
            when told.supplement_count is distinct from held.supplement_count
                or told.supplement_requested_at is distinct from held.supplement_requested_at
                or told.supplement_completed_at is distinct from held.supplement_completed_at then 'bổ sung'
        end,
        case when told.fee_amount is distinct from held.fee_amount or told.paid_online is distinct from held.paid_online then 'phí, thanh toán' end,
        case
            when told.digitised_input is distinct from held.digitised_input or told.digital_result is distinct from held.digital_result
                or told.reused_data is distinct from held.reused_data then 'số hóa'
        end,
        case when told.apology_sent_at is distinct from held.apology_sent_at then 'văn bản xin lỗi' end,
        case
            when told.current_step is distinct from held.current_step or told.step_office is distinct from held.step_office
                or told.step_started_at is distinct from held.step_started_at then 'bước hiện tại'
        end
    )
from dossier_twice as twice
join dossier on dossier.dossier_code = twice.dossier_code and dossier.snapshot_at = twice.snapshot_at
join dossier_version as held on held.dossier_code = dossier.dossier_code and held.source_id = dossier.source_id
    and held.source_row = dossier.source_row and held.source_sheet is not distinct from dossier.source_sheet
join dossier_version as told on told.dossier_code = held.dossier_code and told.source_id = held.source_id
where told.source_row <> held.source_row or told.source_sheet is distinct from held.source_sheet;
