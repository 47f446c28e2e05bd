-- What the office knows beforehand. Rows come from reference/<table>.csv.

-- One row per agency and span of days in which it existed under this name and parent.
-- A code is a string; a merged commune often keeps a predecessor's code, so code and valid_from are the key.
create table agency (
    code varchar not null,
    area_code varchar,
    name varchar not null,
    level varchar not null,
    parent_code varchar,
    valid_from date not null,
    valid_to date,
    primary key (code, valid_from)
);

-- One row per agency that ended and each agency its area went to on that day.
-- `whole`: all of it went to this one. `split`: parts went to several, so no number of before may be carried over.
create table agency_succession (
    code varchar not null,
    successor_code varchar not null,
    on_day date not null,
    kind varchar not null,
    primary key (code, successor_code, on_day)
);

-- One row per other text that means an agency: whoever has the code on any of the days, on all of them without any.
create table agency_alias (alias varchar not null, code varchar not null, valid_from date, valid_to date, source varchar);

-- One row per procedure and span of days in which these facts held. Without a level, agencies of every level handle it.
create table procedure (
    code varchar not null,
    name varchar not null,
    sector varchar,
    service_level varchar,
    level varchar,
    fee_amount decimal(18, 4),
    processing_days decimal(18, 4),
    valid_from date not null,
    valid_to date,
    primary key (code, valid_from)
);

create sequence target_number;

-- One row per metric, whom it binds (an agency, a level, or all) and span of days: a floor not to fall under, or a goal.
-- Of two of the same day the one loaded last, of the higher number, holds: the office's own.
create table target (
    number integer not null default nextval('target_number'),
    metric_id varchar not null,
    kind varchar not null,
    agency_code varchar,
    level varchar,
    value decimal(18, 4) not null,
    valid_from date not null,
    valid_to date,
    source varchar not null
);

-- One row per value a coded column may take; in `also` its other writings, `|` between them.
create table vocabulary ("column" varchar not null, value varchar not null, name varchar not null, also varchar, "cross" varchar, tick varchar);

-- One row per day on which offices do not work though it is a weekday (`off`), or work though it is not (`work`).
create table holiday (day date primary key, kind varchar not null, name varchar not null, source varchar not null);

-- One row per number that rules use and an office may set otherwise.
create table parameter (id varchar primary key, value bigint not null, meaning varchar not null);

-- One row per basis in law and span of days in which this text was it. Metrics name the id; the text is printed as of the period.
create table legal_source (id varchar not null, text varchar not null, valid_from date, valid_to date);
