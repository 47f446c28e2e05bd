-- id       = "gone_from_later_exports"
-- name     = "Hồ sơ có ở lần xuất trước thì các lần xuất sau còn có"
-- severity = "warn"
with followed as (
    -- What was told on one day alone is followed by nothing. Exports of one day, system and office are one list, however many files. Lists that
    -- were fetched page by page, which say their period, are not asked: only pages that changed are told again.
    select connector, coalesce(scope_code, '') as scope_code from source where period_id is null
    group by connector, coalesce(scope_code, '') having min(snapshot_on) < max(snapshot_on)
),
exported as (
    select source.id as source_id, source.connector, followed.scope_code from source
    join followed on followed.connector = source.connector and followed.scope_code = coalesce(source.scope_code, '') and source.period_id is null
),
held as (
    select
        exported.connector, exported.scope_code, version.solving_agency, version.snapshot_at, dossier_step(version.status) >= 2 as is_done,
        min(version.received_at) as first_at, max(version.received_at) as last_at,
        min(coalesce(version.ended_at, version.returned_at)) as first_end_at, max(coalesce(version.ended_at, version.returned_at)) as last_end_at
    from dossier_version as version join exported on exported.source_id = version.source_id where version.received_at is not null
    group by exported.connector, exported.scope_code, version.solving_agency, version.snapshot_at, dossier_step(version.status) >= 2
),
-- Which days of an agency's dossiers a list holds: of those done and of those open.
list as (
    select
        connector, scope_code, solving_agency, snapshot_at,
        cast(min(first_at) filter (where is_done) as date) as done_from, cast(max(last_at) filter (where is_done) as date) as done_until,
        cast(min(first_end_at) filter (where is_done) as date) as ended_from, cast(max(last_end_at) filter (where is_done) as date) as ended_until,
        cast(min(first_at) filter (where not is_done) as date) as open_from, cast(max(last_at) filter (where not is_done) as date) as open_until
    from held group by connector, scope_code, solving_agency, snapshot_at
),
following as (
    select connector, scope_code, solving_agency, snapshot_at,
        lead(snapshot_at) over (partition by connector, scope_code, solving_agency order by snapshot_at) as next_at
    from list
),
-- Each export of an agency's list, with what the next list of that agency holds.
next_list as (
    select
        exported.source_id, exported.connector, following.snapshot_at, list.solving_agency, list.snapshot_at as next_at,
        list.scope_code, list.done_from, list.done_until, list.ended_from, list.ended_until, list.open_from, list.open_until
    from following join list on list.connector = following.connector and list.scope_code = following.scope_code
        and list.solving_agency = following.solving_agency and list.snapshot_at = following.next_at
    join exported on exported.connector = following.connector and exported.scope_code = following.scope_code
),
-- A dossier that one row alone tells of is in no later list.
retold as (
    select again.dossier_code, dossier.snapshot_at, source.connector from dossier_again as again
    join dossier on dossier.dossier_code = again.dossier_code join source on source.id = dossier.source_id
),
-- A dossier that was done is looked for among those done in the same days; an open one, which may be done by now, only where the list has
-- both: it may have left a list of open ones because it is done.
expected as (
    select
        next_list.connector, next_list.scope_code, next_list.snapshot_at, next_list.next_at, version.solving_agency, version.dossier_code,
        retold.dossier_code is null or (retold.snapshot_at = version.snapshot_at and retold.connector = next_list.connector) as is_gone
    from dossier_version as version
    join next_list on next_list.source_id = version.source_id and next_list.solving_agency = version.solving_agency and next_list.snapshot_at = version.snapshot_at
    left join retold on retold.dossier_code = version.dossier_code
    where case
        when dossier_step(version.status) >= 2 then cast(version.received_at as date) between next_list.done_from and next_list.done_until
            and cast(coalesce(version.ended_at, version.returned_at) as date) between next_list.ended_from and next_list.ended_until
        else cast(version.received_at as date) between next_list.open_from and next_list.open_until
            and cast(version.received_at as date) between next_list.done_from and next_list.done_until
    end
),
-- A list that has most of what it should is whole in these days; one of what changed, of one field or of some communes has not.
whole as (
    select connector, scope_code, snapshot_at, next_at from expected
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
