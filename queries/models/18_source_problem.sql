-- One row per problem of an export: what kept a row out, and what cannot be read of a row that is kept. `mended_by_id` is the export that
-- told it right: its dossier came in a later export with what was missing; what names no dossier came again in a later file of the same
-- name, or in one of the same day that holds every dossier of this one, and stands there no more. `is_told_again`: it stands in such an
-- export still, and is that one's to mend.
create table source_problem as
with told as (
    select rejected_row.*, false as is_kept from rejected_row
    union all
    select unreadable_value.*, true from unreadable_value
),
-- An export comes after another by its day, and of one day by when it was taken in.
later as (
    select
        earlier.id as source_id, source.id as later_id, turn.turn,
        source.ingested_at > earlier.ingested_at and source.connector = earlier.connector and source.snapshot_on = earlier.snapshot_on
            and source.rows_kept > 0 as is_again,
        source.file_name = earlier.file_name as is_namesake,
        source.snapshot_on > earlier.snapshot_on or source.ingested_at > earlier.ingested_at as is_newer
    from source as earlier
    join source on source.id <> earlier.id and source.yields = earlier.yields and source.scope_code is not distinct from earlier.scope_code
        and (source.snapshot_on > earlier.snapshot_on
            or (source.snapshot_on = earlier.snapshot_on and source.ingested_at >= earlier.ingested_at))
    -- Files that came in together are of one moment: of these the first by its id.
    join (select id, row_number() over (order by ingested_at, id) as turn from source) as turn on turn.id = source.id
    where earlier.id in (select source_id from told)
),
arrived as (
    select told.source_id, told.subject_id, told.column_name, told.is_kept, min_by(later.later_id, later.turn) as mended_by_id
    from told
    join dossier_version as version on version.dossier_code = told.subject_id
    join later on later.source_id = told.source_id and later.later_id = version.source_id
    where not told.is_kept or version.unreadable_columns is null or not version.unreadable_columns like '%,' || told.column_name || ',%'
    group by told.source_id, told.subject_id, told.column_name, told.is_kept
),
held as (
    select distinct version.source_id, version.dossier_code
    from dossier_version as version
    where version.source_id in (select source_id from told where subject_id is null)
),
held_again as (
    select held.source_id, later.later_id, count(distinct held.dossier_code) as dossiers
    from held
    join later on later.source_id = held.source_id and later.is_again
    join dossier_version as version on version.dossier_code = held.dossier_code and version.source_id = later.later_id
    group by held.source_id, later.later_id
),
come_again as (
    select later.source_id, later.later_id, later.turn
    from later
    left join (select source_id, count(*) as dossiers from held group by source_id) as own on own.source_id = later.source_id
    left join held_again as again on again.source_id = later.source_id and again.later_id = later.later_id
    where later.is_again and (later.is_namesake or own.dossiers = again.dossiers)
),
retold as (
    select told.source_id, told.source_sheet, told.source_row, told.column_name, told.reason, min_by(again.later_id, again.turn) as mended_by_id
    from told
    join come_again as again on again.source_id = told.source_id
    left join told as still on still.source_id = again.later_id and still.column_name is not distinct from told.column_name
        and still.reason = told.reason and still.value is not distinct from told.value
    where told.subject_id is null and still.source_id is null
    group by told.source_id, told.source_sheet, told.source_row, told.column_name, told.reason
),
unmended as (
    select told.source_id, told.subject_id, told.column_name, told.reason, told.value
    from told
    join later on later.source_id = told.source_id and later.is_newer
    left join come_again as again on again.source_id = later.source_id and again.later_id = later.later_id
    join told as still on still.source_id = later.later_id and still.column_name is not distinct from told.column_name
        and (still.subject_id = told.subject_id or (told.subject_id is null and again.later_id is not null
            and still.reason = told.reason and still.value is not distinct from told.value))
    group by told.source_id, told.subject_id, told.column_name, told.reason, told.value
)
select told.*, coalesce(arrived.mended_by_id, retold.mended_by_id) as mended_by_id, unmended.source_id is not null as is_told_again
from told
left join unmended on unmended.source_id = told.source_id and unmended.subject_id is not distinct from told.subject_id
    and unmended.column_name is not distinct from told.column_name and unmended.reason = told.reason and unmended.value is not distinct from told.value
left join arrived on arrived.source_id = told.source_id and arrived.subject_id = told.subject_id
    and arrived.column_name is not distinct from told.column_name and arrived.is_kept = told.is_kept
left join retold on told.subject_id is null and retold.source_id = told.source_id and retold.source_sheet is not distinct from told.source_sheet
    and retold.source_row is not distinct from told.source_row and retold.column_name is not distinct from told.column_name and retold.reason = told.reason;
