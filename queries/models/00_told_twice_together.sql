-- apart_by = "dossier_code"
-- One row per dossier that lists of several systems tell of: the row that counts, and where it is silent what another system says. When it ended,
-- and how it stands, is said by the row that counts alone.
create table dossier_latest_together as
with counted as (
    select
        counted.dossier_code,
        coalesce(counted.procedure_code, together.procedure_code) as procedure_code,
        coalesce(counted.procedure_name, together.procedure_name) as procedure_name,
        coalesce(counted.sector, together.sector) as sector,
        coalesce(counted.receiving_agency, together.receiving_agency) as receiving_agency,
        counted.solving_agency,
        coalesce(counted.channel, together.channel) as channel,
        coalesce(counted.service_level, together.service_level) as service_level,
        coalesce(counted.submitted_at, together.submitted_at) as submitted_at,
        coalesce(counted.received_at, together.received_at) as received_at,
        coalesce(counted.due_at, together.due_at) as due_at,
        counted.ended_at,
        case when dossier_step(counted.status) >= 2 then coalesce(counted.returned_at, together.returned_at) else counted.returned_at end as returned_at,
        counted.status,
        supplement.supplement_count, supplement.supplement_requested_at, supplement.supplement_completed_at,
        coalesce(counted.previous_due_at, together.previous_due_at) as previous_due_at,
        coalesce(counted.fee_amount, together.fee_amount) as fee_amount,
        coalesce(counted.paid_online, together.paid_online) as paid_online,
        coalesce(counted.digitised_input, together.digitised_input) as digitised_input,
        coalesce(counted.digital_result, together.digital_result) as digital_result,
        coalesce(counted.reused_data, together.reused_data) as reused_data,
        coalesce(counted.return_channel, together.return_channel) as return_channel,
        coalesce(counted.apology_sent_at, together.apology_sent_at) as apology_sent_at,
        case when dossier_step(counted.status) < 2 then step.current_step else counted.current_step end as current_step,
        case when dossier_step(counted.status) < 2 then step.step_office else counted.step_office end as step_office,
        case when dossier_step(counted.status) < 2 then step.step_started_at else counted.step_started_at end as step_started_at,
        coalesce(counted.extra, together.extra) as extra,
        concat_ws('', counted.unreadable_columns, together.first_unreadable, together.last_unreadable) as unread,
        counted.snapshot_at, counted.source_id, counted.source_number, counted.source_sheet, counted.source_row, counted.turn
    from dossier_system_row as counted
    join dossier_together as together on together.dossier_code = counted.dossier_code
    left join dossier_system_row as supplement
        on supplement.dossier_code = counted.dossier_code and supplement.turn = together.supplement_turn
    left join dossier_system_row as step on step.dossier_code = counted.dossier_code and step.turn = together.step_turn
    where counted.turn = 1
)
select
    dossier_code, procedure_code, procedure_name, sector, receiving_agency, solving_agency, channel, service_level, submitted_at, received_at,
    due_at, ended_at, returned_at, status, supplement_count, supplement_requested_at, supplement_completed_at, previous_due_at, fee_amount,
    paid_online, digitised_input, digital_result, reused_data, return_channel, apology_sent_at, current_step, step_office, step_started_at, extra,
    -- What one system writes so that it cannot be read is not known, unless another tells it.
    nullif(',' || concat_ws('',
        case when procedure_code is null and unread like '%,procedure_code,%' then 'procedure_code,' end,
        case when procedure_name is null and unread like '%,procedure_name,%' then 'procedure_name,' end,
        case when sector is null and unread like '%,sector,%' then 'sector,' end,
        case when receiving_agency is null and unread like '%,receiving_agency,%' then 'receiving_agency,' end,
        case when channel is null and unread like '%,channel,%' then 'channel,' end,
        case when service_level is null and unread like '%,service_level,%' then 'service_level,' end,
        case when submitted_at is null and unread like '%,submitted_at,%' then 'submitted_at,' end,
        case when due_at is null and unread like '%,due_at,%' then 'due_at,' end,
        case when ended_at is null and unread like '%,ended_at,%' then 'ended_at,' end,
        case when returned_at is null and unread like '%,returned_at,%' then 'returned_at,' end,
        case when supplement_count is null and unread like '%,supplement_count,%' then 'supplement_count,' end,
        case when supplement_requested_at is null and unread like '%,supplement_requested_at,%' then 'supplement_requested_at,' end,
        case when supplement_completed_at is null and unread like '%,supplement_completed_at,%' then 'supplement_completed_at,' end,
        case when previous_due_at is null and unread like '%,previous_due_at,%' then 'previous_due_at,' end,
        case when fee_amount is null and unread like '%,fee_amount,%' then 'fee_amount,' end,
        case when paid_online is null and unread like '%,paid_online,%' then 'paid_online,' end,
        case when digitised_input is null and unread like '%,digitised_input,%' then 'digitised_input,' end,
        case when digital_result is null and unread like '%,digital_result,%' then 'digital_result,' end,
        case when reused_data is null and unread like '%,reused_data,%' then 'reused_data,' end,
        case when return_channel is null and unread like '%,return_channel,%' then 'return_channel,' end,
        case when apology_sent_at is null and unread like '%,apology_sent_at,%' then 'apology_sent_at,' end,
        case when current_step is null and unread like '%,current_step,%' then 'current_step,' end,
        case when step_office is null and unread like '%,step_office,%' then 'step_office,' end,
        case when step_started_at is null and unread like '%,step_started_at,%' then 'step_started_at,' end,
        case when extra is null and unread like '%,extra,%' then 'extra,' end
    ), ',') as unreadable_columns,
    snapshot_at, source_id, source_number, source_sheet, source_row, turn
from counted;
