-- One row per petition: its latest snapshot, then the later file. Of what one file tells twice the later event counts, not the later row:
-- answered before open, then what happened last, then the row.
create table petition as
select
    petition_code, agency_code, petition_kind, received_at, due_at, answered_at, published_at, petition_status, satisfied,
    snapshot_at, source_id, source_sheet, source_row
from petition_version
qualify row_number() over (
    partition by petition_code
    order by
        snapshot_at desc, source_number desc,
        case when petition_status in ('received', 'in_progress', 'supplement_requested') then 0 else 1 end desc,
        greatest(received_at, answered_at, published_at) desc, source_sheet desc, source_row desc
) = 1;
