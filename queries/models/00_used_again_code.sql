-- Books that begin anew each year or month give the number of one dossier to another. What tells of two dossiers under one code is kept
-- apart here, so that the later does not take the place of the earlier.

-- One row per code of which rows tell with days of receipt further apart than a slip of the pen is put right by. A code that holds its day
-- is given once.
create table code_far_apart as
select again.dossier_code as told_code
from dossier_again as again
left join parameter on parameter.id = 'other_dossier_days'
where days_between(again.first_received_at, again.last_received_at) > coalesce(parameter.value, 7)
    and again.dossier_code not like '%-______-%' and again.dossier_code not like '%-________-%';

-- One row per such code and day of receipt that is told under it: the code of its dossier. The last dossier has the code as it is told, one
-- before it has the day of receipt behind it. Rows of one export are of two dossiers where procedure, day of submission or agency differ,
-- or one was done before the other was received; rows of two exports where both hold: what differs alone was put right.
create table code_used_again as
with told as (
    select distinct
        version.dossier_code as told_code, version.source_id, cast(version.received_at as date) as received_on,
        cast(coalesce(version.ended_at, version.returned_at) as date) as ended_on, cast(version.submitted_at as date) as submitted_on,
        version.procedure_code, lower(version.procedure_name) as procedure_name, version.solving_agency
    from code_far_apart as far
    join dossier_version as version on version.dossier_code = far.told_code
    where version.received_at is not null
),
pair as (
    select
        later.told_code, later.received_on, earlier.source_id = later.source_id as is_of_one_export,
        coalesce(earlier.ended_on < later.received_on, false) as is_done_before,
        coalesce(earlier.procedure_code <> later.procedure_code, earlier.procedure_name <> later.procedure_name, false)
        or coalesce(earlier.submitted_on <> later.submitted_on, false)
        or (earlier.solving_agency <> later.solving_agency
            and not coalesce(earlier.procedure_code = later.procedure_code, earlier.procedure_name = later.procedure_name, false)) as is_other
    from told as earlier
    join told as later on later.told_code = earlier.told_code
    left join parameter on parameter.id = 'other_dossier_days'
    where days_between(earlier.received_on, later.received_on) > coalesce(parameter.value, 7)
),
begun as (
    select distinct told_code, received_on
    from pair
    where (is_of_one_export and (is_done_before or is_other)) or (is_done_before and is_other)
),
moment as (
    select
        told_code, received_on,
        days_between(lag(received_on) over (partition by told_code order by received_on), received_on) as days_after
    from (select distinct told_code, received_on from told where told_code in (select told_code from begun)) as days
),
life as (
    select
        moment.told_code, moment.received_on,
        sum(case when begun.told_code is not null and moment.days_after > coalesce(parameter.value, 7) then 1 else 0 end)
            over (partition by moment.told_code order by moment.received_on) as life
    from moment
    left join begun on begun.told_code = moment.told_code and begun.received_on = moment.received_on
    left join parameter on parameter.id = 'other_dossier_days'
)
select
    told_code, received_on,
    case
        when life = max(life) over (partition by told_code) then told_code
        else told_code || ' (' || shown_instant(cast(min(received_on) over (partition by told_code, life) as timestamp)) || ')'
    end as dossier_code
from life;
