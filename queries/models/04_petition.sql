-- One row per petition: its latest snapshot, then the later file, then the later row.
create table petition as
select
    petition_code, agency_code, petition_kind, received_at, due_at, answered_at, published_at, petition_status, satisfied,
    unreadable_columns,
    snapshot_at, source_id, source_sheet, source_row
from petition_version
qualify row_number() over (
    partition by petition_code
    order by snapshot_at desc, source_number desc, source_sheet desc, source_row desc
) = 1;
