-- One row per column of yes and no of an export in which no is never written and some cells are blank. `is_no`: one mark alone is written
-- there, and who puts no mark means no. Else nobody knows what the blank cells mean. `written`: what stands in the others.
create table unsaid_no (
    source_id varchar not null,
    column_name varchar not null,
    written varchar not null,
    rows_yes bigint not null,
    rows_blank bigint not null,
    is_no boolean not null
);
