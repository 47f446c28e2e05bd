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
)
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
group by source.yields;
