-- One row per kind of export: the first day anything is known of, and the last one. An export is known until its day; one that does not
-- say its day is of the day it was taken in, unless all that happened in it lies longer back: then until the last of that.
create table known as
with happened as (
    select source_id, cast(received_at as date) as first_on, cast(greatest(received_at, ended_at, returned_at) as date) as last_on
    from dossier_version
    union all
    select source_id, cast(received_at as date), cast(greatest(received_at, answered_at) as date) from petition_version
    union all
    select source_id, cast(surveyed_at as date), cast(surveyed_at as date) from survey_version
),
-- A register of what happens; a plan or a list of procedures shows its day and nothing before.
spoken as (
    select source_id, min(first_on) as first_on, max(last_on) as last_on from happened group by source_id
),
spans as (
    select
        source.yields as source_kind, min(spoken.first_on) as first_on,
        max(case
            when source.is_dated or spoken.last_on is null then source.snapshot_on
            when days_between(spoken.last_on, source.snapshot_on) <= coalesce(parameter.value, 14) then source.snapshot_on
            else spoken.last_on
        end) as until_on
    from source
    left join parameter on parameter.id = 'undated_days'
    left join spoken on spoken.source_id = source.id
    group by source.yields
),
-- What only some systems write down of a dossier: where none ever did, nobody knows it, however many dossiers there are.
told as (
    select 'dossier.channel' as source_kind where exists (select 1 from dossier_version where channel is not null)
    union all select 'dossier.supplement_count' where exists (select 1 from dossier_version where supplement_count is not null)
    union all select 'dossier.digitised_input' where exists (select 1 from dossier_version where digitised_input is not null)
    union all select 'dossier.digital_result' where exists (select 1 from dossier_version where digital_result is not null)
    union all select 'dossier.reused_data' where exists (select 1 from dossier_version where reused_data is not null)
    union all select 'dossier.return_channel' where exists (select 1 from dossier_version where return_channel is not null)
)
select source_kind, first_on, until_on from spans
union all
select told.source_kind, spans.first_on, spans.until_on from told join spans on spans.source_kind = 'dossier'
union all
-- What a period is held against, where that is the same period a year before.
select 'dossier.year_before', one_year_after(first_on), until_on from spans where source_kind = 'dossier';
