-- What a build says of itself.

-- One row per archived export. Its scope is the agency the office answered for that took it in. `is_dated`: its day was said, and is not
-- that it was taken in on.
create table source (
    id varchar primary key,
    connector varchar not null,
    file_name varchar not null,
    yields varchar not null,
    snapshot_on date not null,
    is_dated boolean not null,
    ingested_at timestamp not null,
    period_id varchar,
    scope_code varchar,
    rows_read bigint not null,
    rows_kept bigint not null,
    rows_layout bigint not null,
    rows_rejected bigint not null,
    rows_erased bigint not null
);

-- One row per metric of the content, with the SQL of its events. `is_sliced`: its sums by slice are kept; `is_flow`: each dossier is one
-- event, 0 or 1 of 1.
create table metric (
    id varchar primary key,
    unit varchar not null,
    events varchar not null,
    is_sliced boolean not null,
    is_flow boolean not null
);

-- One row per metric that leaves anything out because a value it uses cannot be read: how many dossiers, petitions, tasks of all.
create table metric_left_out (metric_id varchar not null, subjects bigint not null);

-- One row per metric, agency, day and subject of the events that count a subject once in a period, on however many of its days.
create table metric_once (
    metric_id varchar not null,
    agency_code varchar not null,
    on_day date not null,
    subject_id varchar not null,
    numerator bigint not null,
    denominator bigint
);

-- One row per metric, agency, day and kind: sums of the events of that day, and how many they are.
-- A flow counts in the period that holds the day; a stock counts from that day on.
create table metric_day (
    metric_id varchar not null,
    agency_code varchar not null,
    on_day date not null,
    kind varchar not null,
    numerator bigint not null,
    denominator bigint,
    events bigint not null
);

-- One row per row that a check of the content finds; of no agency where it is the office's.
create table check_row (
    check_id varchar not null, agency_code varchar, subject_id varchar not null, detail varchar not null, source_id varchar
);

-- One row: which data and content; the newest day on which anything happened to a dossier, and the day until which we know of dossiers
-- (of other kinds of exports see `known`). `layout`: of which relations the program that built it makes a build.
create table build (data_version varchar not null, as_known_on date, newest_on date, known_until date, layout varchar not null);

-- One row per thing the build is made of: the program with what all rows hang on, each export, metric and check; what is the same in the
-- next build need not be made again. `moved`: how many dossiers lie behind those of before, out of their order.
create table build_input (kind varchar not null, name varchar not null, digest varchar not null);
