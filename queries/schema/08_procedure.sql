-- One row per procedure and snapshot, as an office's register says it.
create table procedure_version (
    procedure_code varchar not null,
    procedure_name varchar not null,
    sector varchar,
    service_level varchar,
    level varchar,
    agency_code varchar,
    announced_at timestamp,
    effective_at timestamp,
    published_at timestamp,
    processing_days decimal(18, 4),
    fee_amount decimal(18, 4),
    snapshot_at timestamp not null,
    source_id varchar not null,
    source_number bigint not null,
    source_sheet varchar,
    source_row bigint not null
);

comment on column procedure_version.fee_amount is 'money';
