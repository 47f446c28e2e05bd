-- After `counted`: dossiers of it that systems tell in different ways; nothing where one system alone reports.
told as (
    select version.dossier_code, source.connector, version.status
    from counted
    join dossier_version as version on version.dossier_code = counted.subject_id
    join source on source.id = version.source_id
    where (counted.numerator > 0 or counted.denominator > 0)
    -- As dossier itself chooses, but of each system.
    qualify row_number() over (
        partition by version.dossier_code, source.connector
        order by
            version.snapshot_at desc, version.source_number desc, least(dossier_step(version.status), 2) desc,
            greatest(version.received_at, version.ended_at, version.returned_at) desc nulls last, dossier_step(version.status) desc,
            version.source_sheet desc, version.source_row desc
    ) = 1
),
dossiers as (
    select
        dossier_code, count(*) as systems, min(connector) as first_connector,
        string_agg(connector, ', ' order by connector) as connectors, count(distinct status) as statuses
    from told
    group by dossier_code
),
reasons as (
    select 'several' as kind, connectors, dossier_code from dossiers where systems > 1
    union all
    select 'status', connectors, dossier_code from dossiers where statuses > 1
    union all
    select 'only', first_connector, dossier_code
    from dossiers
    where systems = 1 and (select count(distinct connector) from told) > 1
)
select kind, connectors, count(*) as dossiers, min(dossier_code) as first
from reasons
group by kind, connectors
order by kind, dossiers desc, connectors
