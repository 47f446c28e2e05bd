-- One row per task and office in charge, however they are written: its latest snapshot, then the later file. Of what one file tells twice the
-- row of the later end counts, then the later row.
create table plan_task as
select
    task, section, office_in_charge, product, due_text, due_at, done_at, task_status,
    unreadable_columns,
    snapshot_at, source_id, source_sheet, source_row
from plan_task_version
qualify row_number() over (
    partition by text_key(task), text_key(office_in_charge)
    order by snapshot_at desc, source_number desc, done_at desc nulls last, source_sheet desc, source_row desc
) = 1;
