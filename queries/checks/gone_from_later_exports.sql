-- id       = "gone_from_later_exports"
-- name     = "Hồ sơ có ở lần xuất trước thì các lần xuất sau còn có"
-- severity = "warn"
with followed as (
    -- What was told on one day alone is followed by nothing; of a list that was fetched page by page, which says its period, only pages
    -- that changed are told again.
    select connector, coalesce(scope_code, '') as scope_code from source
    where period_id is null
    group by connector, coalesce(scope_code, '') having min(snapshot_on) < max(snapshot_on)
),
told as (
    -- Exports of one day, system and office are one list: an office may export each commune by itself.
    select
        source.connector, coalesce(source.scope_code, '') as scope_code, version.snapshot_at, version.solving_agency, version.dossier_code,
        cast(version.received_at as date) as received_on,
        case when dossier_step(version.status) >= 2 then cast(coalesce(version.ended_at, version.returned_at) as date) end as ended_on,
        dossier_step(version.status) >= 2 as is_done
    from dossier_version as version
    join source on source.id = version.source_id
    join followed on followed.connector = source.connector and followed.scope_code = coalesce(source.scope_code, '')
    where version.received_at is not null and source.period_id is null
),
-- Which days of an agency's dossiers a list holds: of those done and of those open.
list as (
    select
        connector, scope_code, solving_agency, snapshot_at,
        min(received_on) filter (where is_done) as done_from, max(received_on) filter (where is_done) as done_until,
        min(ended_on) as ended_from, max(ended_on) as ended_until,
        min(received_on) filter (where not is_done) as open_from, max(received_on) filter (where not is_done) as open_until
    from told
    group by connector, scope_code, solving_agency, snapshot_at
),
following as (
    select
        connector, scope_code, solving_agency, snapshot_at,
        lead(snapshot_at) over (partition by connector, scope_code, solving_agency order by snapshot_at) as next_at
    from list
),
-- A dossier that was done is looked for among those done in the same days; an open one, which may be done by now, only where the list has
-- both: it may have left a list of open ones because it is done.
expected as (
    select
        told.connector, told.scope_code, told.snapshot_at, following.next_at, told.solving_agency, told.dossier_code,
        dossier.snapshot_at = told.snapshot_at and coalesce(source.connector = told.connector, false) as is_gone
    from told
    join following on following.connector = told.connector and following.scope_code = told.scope_code
        and following.solving_agency = told.solving_agency and following.snapshot_at = told.snapshot_at
    join list on list.connector = following.connector and list.scope_code = following.scope_code
        and list.solving_agency = following.solving_agency and list.snapshot_at = following.next_at
    join dossier on dossier.dossier_code = told.dossier_code
    join source on source.id = dossier.source_id
    where (told.is_done and told.received_on between list.done_from and list.done_until and told.ended_on between list.ended_from and list.ended_until)
        or (not told.is_done and told.received_on between list.open_from and list.open_until
            and told.received_on between list.done_from and list.done_until)
),
-- A list that has most of what it should is whole in these days; one of what changed, of one field or of some communes has not.
whole as (
    select connector, scope_code, snapshot_at, next_at
    from expected
    group by connector, scope_code, snapshot_at, next_at
    having count(*) filter (where is_gone) > 0 and count(*) >= 5 * count(*) filter (where is_gone)
)
select distinct
    expected.solving_agency as agency_code, expected.dossier_code as subject_id,
    'có ở lần xuất ' || shown_instant(expected.snapshot_at) || ', không còn ở lần xuất ' || shown_instant(expected.next_at)
    || ' và các lần sau dù các hồ sơ cùng thời gian vẫn còn: có lẽ đã bị xóa hoặc rút trên hệ thống; đang vẫn tính. Kiểm tra trên hệ thống, '
    || 'nếu đã xóa thì dùng motcua erase (không lấy lại được)' as detail
from expected
join whole on whole.connector = expected.connector and whole.scope_code = expected.scope_code
    and whole.snapshot_at = expected.snapshot_at and whole.next_at = expected.next_at
where expected.is_gone
