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

-- One row per other text that means an agency.
create table agency_alias (alias varchar not null, code varchar not null);

-- One row per procedure and span of days in which these facts held.
create table procedure (
    code varchar not null,
    name varchar not null,
    sector varchar,
    service_level varchar,
    valid_from date not null,
    valid_to date,
    primary key (code, valid_from)
);

-- One row per metric and span of days: a floor not to fall under, or a goal.
create table target (
    metric_id varchar not null,
    kind varchar not null,
    value decimal(18, 4) not null,
    valid_from date not null,
    valid_to date,
    source varchar not null
);

-- One row per value a coded column may take.
create table vocabulary ("column" varchar not null, value varchar not null, name varchar not null);
