-- id       = "same_dossier_with_other_dates"
-- name     = "Cùng một hồ sơ ở hai hệ thống có cùng ngày tiếp nhận, hẹn trả, giải quyết xong, cùng đơn vị và đều đã giải quyết xong"
-- severity = "warn"
-- apart_by = "dossier_code"
with shared as (
    select version.dossier_code
    from dossier_again as again
    join dossier_version as version on version.dossier_code = again.dossier_code
    join source on source.id = version.source_id
    group by version.dossier_code
    having count(distinct source.connector) > 1
),
latest as (
    select
        version.dossier_code, version.solving_agency, source.connector, least(dossier_step(version.status), 2) as step,
        cast(version.received_at as date) as received_on, cast(version.due_at as date) as due_on, cast(version.ended_at as date) as ended_on
    from dossier_version as version
    join shared on shared.dossier_code = version.dossier_code
    join source on source.id = version.source_id
    -- As dossier itself chooses, but of each system.
    qualify row_number() over (
        partition by version.dossier_code, source.connector
        order by
            version.snapshot_at desc, version.source_number desc, least(dossier_step(version.status), 2) desc,
            greatest(version.received_at, version.ended_at, version.returned_at) desc nulls last, version.source_sheet desc, version.source_row desc
    ) = 1
),
compared as (
    select
        dossier_code, min(connector) || ' và ' || max(connector) as connectors, max(step) as furthest,
        count(distinct received_on) > 1 as other_received, count(distinct due_on) > 1 as other_due, count(distinct ended_on) > 1 as other_ended,
        count(distinct solving_agency) > 1 as other_agency
    from latest
    group by dossier_code
)
select
    dossier.solving_agency as agency_code, compared.dossier_code as subject_id,
    connectors || ': ' || concat_ws(
        ', ',
        case when other_received then 'ngày tiếp nhận' end,
        case when other_due then 'ngày hẹn trả' end,
        case when other_ended then 'ngày xong' end,
        case when other_agency then 'đơn vị' end,
        -- What a later export says is over was open before: no contradiction.
        case when furthest > least(dossier_step(dossier.status), 2) then 'trạng thái' end
    ) || ' khác nhau; tính theo ' || source.connector as detail
from compared
join dossier on dossier.dossier_code = compared.dossier_code
join source on source.id = dossier.source_id
where other_received or other_due or other_ended or other_agency or furthest > least(dossier_step(dossier.status), 2)
