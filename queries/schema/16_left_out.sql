-- What of the exports is not among the numbers.

-- One row per problem that kept a row of an export out; without a row, it kept them all out. `subject_id` is the code of what the row
-- tells of, where it can be read.
create table rejected_row (
    source_id varchar not null,
    source_sheet varchar,
    source_row bigint,
    column_name varchar,
    reason varchar not null,
    value varchar,
    hint varchar,
    subject_id varchar
);

-- One row per value that stands in a row that is kept and cannot be read, or per column none of whose values can.
create table unreadable_value (
    source_id varchar not null,
    source_sheet varchar,
    source_row bigint,
    column_name varchar not null,
    reason varchar not null,
    value varchar,
    hint varchar,
    subject_id varchar
);

-- One row per row of an export that is no data: repeated headings, sections, totals, signatures, or nothing the connector keeps.
-- What stood there is not repeated: a signature is a name.
create table layout_row (source_id varchar not null, source_sheet varchar, source_row bigint not null);

-- One row per row of a dossier that was erased: where it stood, and nothing of what it said.
create table erased_row (source_id varchar not null, source_sheet varchar, source_row bigint not null);
