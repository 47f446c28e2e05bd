-- One row per petition (PAKN) and snapshot, as the exports say it. Neither its text nor who sent it is kept.
create table petition_version (
    petition_code varchar not null,
    agency_code varchar not null,
    petition_kind varchar,
    received_at timestamp not null,
    due_at timestamp,
    answered_at timestamp,
    published_at timestamp,
    petition_status varchar not null,
    satisfied boolean,
    unreadable_columns varchar,
    snapshot_at timestamp not null,
    source_id varchar not null,
    source_number bigint not null,
    source_sheet varchar,
    source_row bigint not null
);
