-- One row per dossier per snapshot, as the exports say it. A column that is `not null` is one without which a row is rejected;
-- where a value of another stands in the export and cannot be read, `unreadable_columns` names it (`,fee_amount,channel,`).
-- Of one that is open, `current_step` is the step of the system's own process where it lies, `step_office` who has it there, since `step_started_at`.
-- `extra` holds the columns of the office's own, by name: none is of a person.
create table dossier_version (
    dossier_code varchar not null,
    procedure_code varchar,
    procedure_name varchar,
    sector varchar,
    receiving_agency varchar,
    solving_agency varchar not null,
    channel varchar,
    service_level varchar,
    submitted_at timestamp,
    received_at timestamp,
    due_at timestamp,
    ended_at timestamp,
    returned_at timestamp,
    status varchar not null,
    supplement_count bigint,
    supplement_requested_at timestamp,
    supplement_completed_at timestamp,
    previous_due_at timestamp,
    fee_amount decimal(18, 4),
    paid_online boolean,
    digitised_input boolean,
    digital_result boolean,
    reused_data boolean,
    return_channel varchar,
    apology_sent_at timestamp,
    current_step varchar,
    step_office varchar,
    step_started_at timestamp,
    extra map(varchar, varchar),
    unreadable_columns varchar,
    snapshot_at timestamp not null,
    source_id varchar not null,
    source_number bigint not null,
    source_sheet varchar,
    source_row bigint not null
);

-- A dossier of which it is written and cannot be read when it was received is of no period: its row is rejected all the same.
comment on column dossier_version.received_at is 'read or rejected';
-- Of money thousands are written and parts are not: one mark before three digits stands between thousands.
comment on column dossier_version.fee_amount is 'money';
