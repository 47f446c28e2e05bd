-- After `counted`: dossiers of it that systems tell in different ways; nothing where one system alone reports.
behind as (
    select subject_id as dossier_code, coalesce(sum(numerator), 0) as numerator, coalesce(sum(denominator), 0) as denominator
    from counted
    group by subject_id
    having sum(numerator) > 0 or sum(denominator) > 0
),
-- Of each system what counts of it.
told as (
    select behind.*, row.connector, row.status
    from behind
    join dossier_system_row as row on row.dossier_code = behind.dossier_code and row.is_first_of_system
    union all
    select behind.*, source.connector, dossier.status
    from behind
    join dossier on dossier.dossier_code = behind.dossier_code
    join source on source.id = dossier.source_id
    where behind.dossier_code not in (select dossier_code from dossier_of_systems)
),
dossiers as (
    select
        dossier_code, numerator, denominator, count(*) as systems, min(connector) as first_connector,
        string_agg(connector, ',' order by connector) as connectors, count(distinct status) as statuses
    from told
    group by dossier_code, numerator, denominator
),
reasons as (
    select 'several' as kind, * from dossiers where systems > 1
    union all
    select 'status' as kind, * from dossiers where statuses > 1
    union all
    select 'only' as kind, * replace (first_connector as connectors)
    from dossiers
    where systems = 1 and (select count(distinct connector) from told) > 1
)
select
    kind, connectors, count(*) as dossiers, array_to_string(list_slice(list(dossier_code order by dossier_code), 1, $3), ',') as codes,
    cast(sum((systems - 1) * numerator) as bigint) as numerator, cast(sum((systems - 1) * denominator) as bigint) as denominator
from reasons
group by kind, connectors
order by kind, dossiers desc, connectors
