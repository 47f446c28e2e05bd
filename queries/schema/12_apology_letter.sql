-- One row per letter of apology and snapshot, as a register of them says it.
create table apology_letter_version (
    dossier_code varchar not null,
    sent_at timestamp not null,
    letter_number varchar,
    snapshot_at timestamp not null,
    source_id varchar not null,
    source_number bigint not null,
    source_sheet varchar,
    source_row bigint not null
);
