-- One row per dossier, handling step and snapshot, as the exports say it. Who handled it is not kept.
create table progress_step_version (
    dossier_code varchar not null,
    handled_at timestamp not null,
    handling_office varchar,
    status varchar not null,
    started_at timestamp,
    due_at timestamp,
    snapshot_at timestamp not null,
    source_id varchar not null,
    source_number bigint not null,
    source_sheet varchar,
    source_row bigint not null
);
