-- One row per dossier, instant and status: the latest snapshot of a handling step.
create table progress_step as
select
    dossier_code, handled_at, handling_office, status, started_at, due_at,
    snapshot_at, source_id, source_sheet, source_row
from progress_step_version
qualify row_number() over (
    partition by dossier_code, handled_at, status
    order by snapshot_at desc, source_number desc, source_sheet desc, source_row desc
) = 1;
