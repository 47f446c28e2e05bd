-- What a number is cut up by.

-- One row per set of what dossiers are told apart by.
create table slice (
    number integer not null,
    procedure_code varchar,
    procedure_name varchar,
    sector varchar,
    channel varchar,
    service_level varchar,
    status varchar
);

-- One row or more per metric of dossiers, agency, day, kind and slice: as `metric_day`, and of which slice. What a build changes of it is a
-- row more, with what is taken out below 0: rows are added up, and where no event is left there is nothing.
create table metric_slice (
    metric_id varchar not null,
    agency_code varchar not null,
    on_day date not null,
    kind varchar not null,
    slice_number integer,
    numerator bigint not null,
    denominator bigint,
    events bigint not null
);

-- The same summed by month, under its first day: a span is its whole months and the days around them.
create table metric_slice_month (
    metric_id varchar not null,
    agency_code varchar not null,
    on_day date not null,
    kind varchar not null,
    slice_number integer,
    numerator bigint not null,
    denominator bigint,
    events bigint not null
);
