-- One row per row of an export of survey answers and snapshot: one answer, or how many gave it.
create table survey_version (
    agency_code varchar not null,
    surveyed_at timestamp not null,
    survey_kind varchar,
    factor varchar not null,
    question varchar,
    answer varchar,
    score decimal(18, 4),
    answer_count bigint not null,
    paper_code varchar,
    snapshot_at timestamp not null,
    source_id varchar not null,
    source_number bigint not null,
    source_sheet varchar,
    source_row bigint not null
);
