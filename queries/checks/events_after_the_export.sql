-- id       = "events_after_the_export"
-- name     = "Không việc nào xảy ra sau ngày của tệp"
-- severity = "warn"
-- audit    = true
-- by_source = true
-- apart_by = "dossier_code"
with event as (
    select solving_agency as agency_code, dossier_code as subject_id,
        greatest(submitted_at, received_at, ended_at, returned_at) as last_at, snapshot_at, source_id
    from dossier
    union all
    select agency_code, petition_code, greatest(received_at, answered_at), snapshot_at, source_id from petition
    union all
    select agency_code, factor, surveyed_at, snapshot_at, source_id from survey
)
select agency_code, subject_id,
    'tệp tính đến ' || shown_instant(snapshot_at) || ', lại có việc ngày ' || shown_instant(last_at)
    || ': xem lại ngày ghi ở tên tệp, ở tiêu đề, hoặc thứ tự ngày và tháng' as detail,
    source_id
from event
-- What is done is done before it is told. An export made the next morning may say the day before in its title: a whole day is let be.
where days_between(snapshot_at, last_at) > 1
