-- One row per task of a plan, office in charge and snapshot. A due time that is no day (a quarter, "all year") is kept as text alone.
create table plan_task_version (
    task varchar not null,
    section varchar,
    office_in_charge varchar not null,
    product varchar,
    due_text varchar,
    due_at timestamp,
    done_at timestamp,
    task_status varchar,
    unreadable_columns varchar,
    snapshot_at timestamp not null,
    source_id varchar not null,
    source_number bigint not null,
    source_sheet varchar,
    source_row bigint not null
);
