-- One row per source, indicator, agency, period and snapshot: what a portal published. Never mixed into computed metrics.
create table figure_version (
    publisher varchar not null,
    indicator varchar not null,
    agency_code varchar not null,
    period_id varchar not null,
    numerator bigint,
    denominator bigint,
    value decimal(18, 4),
    score decimal(18, 4),
    snapshot_at timestamp not null,
    source_id varchar not null,
    source_number bigint not null,
    source_sheet varchar,
    source_row bigint not null
);
