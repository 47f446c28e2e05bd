-- id       = "counts_that_fall"
-- name     = "Số hồ sơ tiếp nhận của một tháng không giảm giữa hai lần xuất"
-- severity = "warn"
with told as (
    select distinct
        source.connector, version.solving_agency, date_trunc('month', version.received_at) as month, version.snapshot_at, version.dossier_code
    from dossier_version as version
    join source on source.id = version.source_id
    where version.received_at is not null and version.status not in ('registered', 'refused')
),
-- An export covers a month it has any dossier of; an agency without one then has none.
covered as (
    select distinct told.connector, agencies.solving_agency, told.month, told.snapshot_at
    from told
    join (select distinct connector, solving_agency, month from told) as agencies
        on agencies.connector = told.connector and agencies.month = told.month
),
counted as (
    select covered.connector, covered.solving_agency, covered.month, covered.snapshot_at, count(told.dossier_code) as dossiers
    from covered
    left join told on told.connector = covered.connector and told.solving_agency = covered.solving_agency
        and told.month = covered.month and told.snapshot_at = covered.snapshot_at
    group by covered.connector, covered.solving_agency, covered.month, covered.snapshot_at
),
history as (
    select
        connector, solving_agency, month, snapshot_at, dossiers,
        lag(dossiers) over (partition by connector, solving_agency, month order by snapshot_at) as dossiers_before
    from counted
)
select solving_agency as agency_code, connector || ' ' || solving_agency || ' ' || year(month) || '-' || right('0' || month(month), 2) as subject_id,
    dossiers_before || ' hồ sơ, đến ' || shown_instant(snapshot_at) || ' còn ' || dossiers as detail
from history
where dossiers < dossiers_before
