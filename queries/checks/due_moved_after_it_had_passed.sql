-- id       = "due_moved_after_it_had_passed"
-- name     = "Ngày hẹn trả không dời đi sau khi đã qua"
-- severity = "warn"
-- apart_by = "dossier_code"
with several as (
    select version.dossier_code
    from dossier_again as again
    join dossier_version as version on version.dossier_code = again.dossier_code
    group by version.dossier_code
    having count(distinct version.due_at) > 1
),
told as (
    select
        version.dossier_code, version.solving_agency, version.due_at, version.snapshot_at, version.source_number, source.connector
    from dossier_version as version
    join several on several.dossier_code = version.dossier_code
    -- Of one system: what two systems tell apart is of same_dossier_with_other_dates.
    join source on source.id = version.source_id
    -- Of one export the row that counts: the order of its rows is none of events.
    qualify row_number() over (
        partition by version.dossier_code, version.source_id
        order by
            least(dossier_step(version.status), 2) desc, greatest(version.received_at, version.ended_at, version.returned_at) desc nulls last,
            dossier_step(version.status) desc, version.source_sheet desc, version.source_row desc
    ) = 1
),
history as (
    select
        dossier_code, solving_agency, due_at, snapshot_at,
        lag(due_at) over (partition by dossier_code, connector order by snapshot_at, source_number) as due_before,
        lag(snapshot_at) over (partition by dossier_code, connector order by snapshot_at, source_number) as seen_before
    from told
)
select solving_agency as agency_code, dossier_code as subject_id,
    'hẹn ' || shown_instant(due_before) || ' đã qua ngày ' || shown_instant(seen_before) || ', sau đó thành ' || shown_instant(due_at) as detail
from history
-- The earlier export was taken when the day had passed, so it was moved after.
where due_at > due_before and promised_until(due_before) < seen_before
