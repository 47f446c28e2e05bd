-- id       = "counts_that_fall"
-- name     = "Số hồ sơ tiếp nhận của một tháng không giảm giữa hai lần xuất"
-- severity = "warn"
with exported as (
    -- What a system told on one day alone cannot fall; of a list that was fetched page by page, which says its period, only pages that changed
    -- are told again.
    select source.id as source_id, source.connector
    from source
    join (select connector from source where period_id is null group by connector having min(snapshot_on) < max(snapshot_on)) as again
        on again.connector = source.connector
    where source.period_id is null
),
-- What one row of a day tells of is one dossier; of the others, which are few, each counts once.
told as (
    select exported.connector, once.solving_agency, once.month, once.snapshot_at, sum(once.dossiers) as dossiers
    from (
        select
            version.source_id, version.solving_agency, date_trunc('month', version.received_at) as month, version.snapshot_at,
            count(*) as dossiers
        from dossier_version as version
        join exported on exported.source_id = version.source_id
        left join dossier_twice as twice on twice.dossier_code = version.dossier_code and twice.snapshot_at = version.snapshot_at
        where version.received_at is not null and version.status not in ('registered', 'refused') and twice.dossier_code is null
        group by version.source_id, version.solving_agency, date_trunc('month', version.received_at), version.snapshot_at
    ) as once
    join exported on exported.source_id = once.source_id
    group by exported.connector, once.solving_agency, once.month, once.snapshot_at
    union all
    select
        exported.connector, version.solving_agency, date_trunc('month', version.received_at), version.snapshot_at,
        count(distinct version.dossier_code)
    from dossier_twice as twice
    join dossier_version as version on version.dossier_code = twice.dossier_code and version.snapshot_at = twice.snapshot_at
    join exported on exported.source_id = version.source_id
    where version.received_at is not null and version.status not in ('registered', 'refused')
    group by exported.connector, version.solving_agency, date_trunc('month', version.received_at), version.snapshot_at
),
seen as (
    select connector, solving_agency, month, snapshot_at, cast(sum(dossiers) as bigint) as dossiers
    from told
    group by connector, solving_agency, month, snapshot_at
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
