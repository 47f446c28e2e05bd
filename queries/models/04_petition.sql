-- One row per petition: its latest snapshot, then the later file. Of what one file tells twice the later event counts, not the later row:
-- answered before open, then what happened last, then the row.
create table petition as
with latest as (
    select
        petition_code, agency_code, petition_kind, received_at, due_at, answered_at, published_at, petition_status, satisfied,
        unreadable_columns, snapshot_at, source_id, source_sheet, source_row
    from petition_version
    qualify row_number() over (
        partition by petition_code
        order by
            snapshot_at desc, source_number desc,
            case when petition_status in ('received', 'in_progress', 'supplement_requested') then 0 else 1 end desc,
            greatest(received_at, answered_at, published_at) desc, source_sheet desc, source_row desc
    ) = 1
)
select
    latest.petition_code, coalesce(divided.dated_code, latest.agency_code) as agency_code, latest.petition_kind, latest.received_at,
    latest.due_at, latest.answered_at, latest.published_at, latest.petition_status, latest.satisfied,
    latest.unreadable_columns, latest.snapshot_at, latest.source_id, latest.source_sheet, latest.source_row
from latest
-- Who was there before a part took the code is meant by it, until the petition is answered.
left join divided_code as divided on divided.code = latest.agency_code
    and cast(latest.received_at as date) >= divided.from_on and cast(latest.received_at as date) < divided.on_day
    and coalesce(cast(latest.answered_at as date), date '9999-12-31') >= divided.on_day;
