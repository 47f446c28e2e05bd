-- id       = "same_dossier_with_other_dates"
-- name     = "Cùng một hồ sơ ở hai hệ thống có cùng ngày tiếp nhận, hẹn trả, xong"
-- severity = "warn"
with shared as (
    select version.dossier_code
    from dossier_version as version
    join source on source.id = version.source_id
    group by version.dossier_code
    having count(distinct source.connector) > 1
),
latest as (
    select
        version.dossier_code, version.solving_agency, source.connector,
        cast(version.received_at as date) as received_on, cast(version.due_at as date) as due_on, cast(version.ended_at as date) as ended_on
    from dossier_version as version
    join shared on shared.dossier_code = version.dossier_code
    join source on source.id = version.source_id
    qualify row_number() over (
        partition by version.dossier_code, source.connector
        order by version.snapshot_at desc, version.source_number desc, version.source_sheet desc, version.source_row desc
    ) = 1
)
select min(solving_agency) as agency_code, dossier_code as subject_id,
    min(connector) || ' và ' || max(connector) || ': '
    || case when count(distinct received_on) > 1 then 'ngày tiếp nhận ' else '' end
    || case when count(distinct due_on) > 1 then 'ngày hẹn trả ' else '' end
    || case when count(distinct ended_on) > 1 then 'ngày xong ' else '' end || 'khác nhau' as detail
from latest
group by dossier_code
having (count(distinct received_on) > 1 or count(distinct due_on) > 1 or count(distinct ended_on) > 1)
