-- id       = "counts_that_fall"
-- name     = "Số hồ sơ tiếp nhận của một tháng không giảm giữa hai lần xuất"
-- severity = "warn"
with told as (
    select version.source_id, version.solving_agency, date_trunc('month', version.received_at) as month, version.snapshot_at, version.dossier_code
    from dossier_version as version
    -- What a system told on one day alone cannot fall.
    join source as told_by on told_by.id = version.source_id
    join (select connector from source group by connector having min(snapshot_on) < max(snapshot_on)) as again on again.connector = told_by.connector
    -- Of a list that was fetched page by page, which says its period, only pages that changed are told again.
    where version.received_at is not null and version.status not in ('registered', 'refused') and told_by.period_id is null
),
-- A month that was told once cannot fall, and counting its dossiers is what costs.
repeated as (
    select source.connector, spans.month
    from (select source_id, month, min(snapshot_at) as first_at, max(snapshot_at) as last_at from told group by source_id, month) as spans
    join source on source.id = spans.source_id
    group by source.connector, spans.month
    having min(spans.first_at) < max(spans.last_at)
),
seen as (
    select source.connector, told.solving_agency, told.month, told.snapshot_at, count(distinct told.dossier_code) as dossiers
    from told
    join source on source.id = told.source_id
    join repeated on repeated.connector = source.connector and repeated.month = told.month
    group by source.connector, told.solving_agency, told.month, told.snapshot_at
),
-- An export covers a month it has any dossier of; an agency without one then has none.
covered as (
    select exports.connector, agencies.solving_agency, exports.month, exports.snapshot_at
    from (select distinct connector, month, snapshot_at from seen) as exports
    join (select distinct connector, solving_agency, month from seen) as agencies
        on agencies.connector = exports.connector and agencies.month = exports.month
),
counted as (
    select covered.connector, covered.solving_agency, covered.month, covered.snapshot_at, coalesce(seen.dossiers, 0) as dossiers
    from covered
    left join seen on seen.connector = covered.connector and seen.solving_agency = covered.solving_agency
        and seen.month = covered.month and seen.snapshot_at = covered.snapshot_at
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
