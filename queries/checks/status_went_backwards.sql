-- id       = "status_went_backwards"
-- name     = "Trạng thái hồ sơ không lùi lại"
-- severity = "warn"
with several as (
    select dossier_code from dossier_version group by dossier_code having count(distinct status) > 1
),
ranked as (
    select
        version.dossier_code, version.solving_agency, version.status, version.snapshot_at, version.source_number, version.source_sheet, version.source_row,
        source.connector,
        case
            when version.status = 'registered' then 0
            when version.status in ('received', 'in_progress', 'supplement_requested', 'fee_requested') then 1
            when version.status = 'returned' then 3
            else 2
        end as step
    from dossier_version as version
    join several on several.dossier_code = version.dossier_code
    -- Of one system: what two systems tell apart is of same_dossier_with_other_dates.
    join source on source.id = version.source_id
),
history as (
    select
        dossier_code, solving_agency, status, step, snapshot_at,
        lag(status) over (partition by dossier_code, connector order by snapshot_at, source_number, source_sheet, source_row) as status_before,
        lag(step) over (partition by dossier_code, connector order by snapshot_at, source_number, source_sheet, source_row) as step_before
    from ranked
)
select solving_agency as agency_code, dossier_code as subject_id,
    status_before || ' thành ' || status || ' ngày ' || shown_instant(snapshot_at) as detail
from history
where step < step_before
