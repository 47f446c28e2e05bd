-- One row per index, agency, year, section and snapshot. No section means the whole index.
create table index_result_version (
    index_id varchar not null,
    agency_code varchar not null,
    year bigint not null,
    section varchar,
    score decimal(18, 4),
    max_score decimal(18, 4),
    rank bigint,
    ranked_of bigint,
    target decimal(18, 4),
    snapshot_at timestamp not null,
    source_id varchar not null,
    source_number bigint not null,
    source_sheet varchar,
    source_row bigint not null
);
