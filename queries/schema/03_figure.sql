-- One row per source, indicator, agency, period, sector and snapshot: what was published. Never mixed into computed metrics.
-- A count stands in the numerator, without a denominator. No sector means all sectors together. A report in sections, one a system
-- ('ministry', 'province') or whatever their headings say, may name the same sector in each; no section means all of them together.
create table figure_version (
    publisher varchar not null,
    indicator varchar not null,
    agency_code varchar not null,
    period_id varchar not null,
    sector varchar,
    section varchar,
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
