-- id       = "counts_that_fall"
-- name     = "Số hồ sơ tiếp nhận của một tháng không giảm giữa hai lần xuất"
-- severity = "warn"
with counted as (
    select
        source.connector, version.solving_agency, date_trunc('month', version.received_at) as month, version.snapshot_at,
        count(distinct version.dossier_code) as dossiers
    from dossier_version as version
    join source on source.id = version.source_id
    where version.received_at is not null and version.status not in ('registered', 'refused')
    group by source.connector, version.solving_agency, date_trunc('month', version.received_at), version.snapshot_at
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
