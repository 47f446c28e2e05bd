-- One row per row of an export that tells of something what another row of the same day tells too, so that one of them does not count:
-- where it stands, where the one that counts stands, and in what the two differ. Where they differ in nothing, it is the other once more.
create table told_again (
    canonical varchar not null,
    agency_code varchar,
    subject_id varchar not null,
    source_id varchar not null,
    source_sheet varchar,
    source_row bigint not null,
    held_source_id varchar not null,
    held_sheet varchar,
    held_row bigint not null,
    differs varchar not null
);
