-- id       = "due_moved_after_it_had_passed"
-- name     = "Ngày hẹn trả không dời đi sau khi đã qua"
-- severity = "warn"
with several as (
    select dossier_code from dossier_version group by dossier_code having count(distinct due_at) > 1
),
history as (
    select
        version.dossier_code, version.solving_agency, version.due_at, version.snapshot_at,
        lag(version.due_at) over (partition by version.dossier_code, source.connector order by version.snapshot_at, version.source_number, version.source_sheet, version.source_row) as due_before,
        lag(version.snapshot_at) over (partition by version.dossier_code, source.connector order by version.snapshot_at, version.source_number, version.source_sheet, version.source_row) as seen_before
    from dossier_version as version
    join several on several.dossier_code = version.dossier_code
    -- Of one system: what two systems tell apart is of same_dossier_with_other_dates.
    join source on source.id = version.source_id
)
select solving_agency as agency_code, dossier_code as subject_id,
    'hẹn ' || shown_instant(due_before) || ' đã qua ngày ' || shown_instant(seen_before) || ', sau đó thành ' || shown_instant(due_at) as detail
from history
-- The earlier export was taken when the day had passed, so it was moved after.
where due_at > due_before and promised_until(due_before) < seen_before
