-- id       = "status_went_backwards"
-- name     = "Trạng thái hồ sơ không lùi lại"
-- severity = "warn"
-- apart_by = "dossier_code"
with several as (
    select version.dossier_code
    from dossier_again as again
    join dossier_version as version on version.dossier_code = again.dossier_code
    group by version.dossier_code
    having count(distinct version.status) > 1
),
ranked as (
    select
        version.dossier_code, version.solving_agency, version.status, version.snapshot_at, version.source_number,
        source.connector, dossier_step(version.status) as step
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
        dossier_code, solving_agency, status, step, snapshot_at,
        lag(status) over (partition by dossier_code, connector order by snapshot_at, source_number) as status_before,
        lag(step) over (partition by dossier_code, connector order by snapshot_at, source_number) as step_before
    from ranked
)
select solving_agency as agency_code, dossier_code as subject_id,
    status_before || ' thành ' || status || ' ngày ' || shown_instant(snapshot_at) as detail
from history
where step < step_before
