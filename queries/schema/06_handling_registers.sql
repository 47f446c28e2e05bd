-- What an office says of its services and systems. Rows come from reference/<table>.csv.

-- One row per procedure and span of days in which its online service was proactive: 1 reminds, 2 prepares the file, 3 recommends, 4 does it by
-- itself. A procedure that is not listed is of no level anybody knows.
create table proactive_service (
    procedure_code varchar not null, level bigint not null, valid_from date not null, valid_to date, source varchar not null,
    primary key (procedure_code, valid_from)
);

-- One row per text that names a system, where messages of a connector say who handled a step, and span of days in which it did. Of a connector
-- without a row nobody knows which steps a person did.
create table automatic_step (
    connector varchar not null, handler varchar not null, valid_from date not null, valid_to date, source varchar not null,
    primary key (connector, handler, valid_from)
);
