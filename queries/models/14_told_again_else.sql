-- looks_up = "source"
-- Adds the rows of one export that tell of a petition, a task or a result of an index once more.
insert into told_again
select
    'petition', held.agency_code, told.petition_code,
    told.source_id, told.source_sheet, told.source_row, held.source_id, held.source_sheet, held.source_row,
    concat_ws(
        ', ',
        case when told.petition_status is distinct from held.petition_status then 'trạng thái' end,
        case when told.agency_code is distinct from held.agency_code then 'đơn vị' end,
        case when told.petition_kind is distinct from held.petition_kind then 'loại' end,
        case when told.received_at is distinct from held.received_at then 'ngày tiếp nhận' end,
        case when told.due_at is distinct from held.due_at then 'hạn' end,
        case when told.answered_at is distinct from held.answered_at then 'ngày trả lời' end,
        case when told.published_at is distinct from held.published_at then 'ngày công khai' end,
        case when told.satisfied is distinct from held.satisfied then 'hài lòng' end
    )
from petition_twice as twice
join petition on petition.petition_code = twice.petition_code and petition.snapshot_at = twice.snapshot_at
join petition_version as held on held.petition_code = petition.petition_code and held.source_id = petition.source_id
    and held.source_row = petition.source_row and held.source_sheet is not distinct from petition.source_sheet
join petition_version as told on told.petition_code = held.petition_code and told.source_id = held.source_id
where told.source_row <> held.source_row or told.source_sheet is distinct from held.source_sheet;

insert into told_again
select
    'plan_task', source.scope_code, held.office_in_charge || ': ' || held.task,
    told.source_id, told.source_sheet, told.source_row, held.source_id, held.source_sheet, held.source_row,
    concat_ws(
        ', ',
        case when told.task_status is distinct from held.task_status then 'tình trạng' end,
        case when told.due_text is distinct from held.due_text or told.due_at is distinct from held.due_at then 'thời hạn' end,
        case when told.done_at is distinct from held.done_at then 'ngày hoàn thành' end,
        case when told.section is distinct from held.section or told.product is distinct from held.product then 'nội dung, sản phẩm' end
    )
from plan_task as held
join plan_task_version as told on told.source_id = held.source_id
    and text_key(told.task) = text_key(held.task) and text_key(told.office_in_charge) = text_key(held.office_in_charge)
join source on source.id = held.source_id
where told.source_row <> held.source_row or told.source_sheet is distinct from held.source_sheet;

insert into told_again
select
    'index_result', held.agency_code, concat_ws(' ', held.index_id, held.agency_code, cast(held.year as string), held.section),
    told.source_id, told.source_sheet, told.source_row, held.source_id, held.source_sheet, held.source_row,
    concat_ws(
        ', ',
        case when told.score is distinct from held.score or told.max_score is distinct from held.max_score then 'điểm' end,
        case when told.rank is distinct from held.rank or told.ranked_of is distinct from held.ranked_of then 'thứ hạng' end,
        case when told.target is distinct from held.target then 'mục tiêu' end
    )
from index_result as held
join index_result_version as told on told.source_id = held.source_id and told.index_id = held.index_id and told.agency_code = held.agency_code
    and told.year = held.year and told.section is not distinct from held.section
where told.source_row <> held.source_row or told.source_sheet is distinct from held.source_sheet;
