-- How many steps that ended in a period a system did by itself. $1, $2 the first and the last day; {among} a condition on agencies. Whether it
-- did is known of steps whose message says who handled them, of a connector of which the register of the day names a text that its messages
-- hold: who is not named is a person. A text that no message ever holds tells nothing.
with told as (
    select
        step.dossier_code, source.connector, cast(step.handled_at as date) as on_day,
        lower(trim(regexp_replace(step.handling_office, '\s+', ' ', 'g'))) as handler
    from progress_step as step
    join source on source.id = step.source_id
),
named as (
    select connector, lower(handler) as handler, valid_from, coalesce(valid_to, date '9999-12-31') as valid_to
    from automatic_step
    where exists (select 1 from told where told.connector = automatic_step.connector and told.handler = lower(automatic_step.handler))
),
step as (
    select told.handler, told.connector, told.on_day
    from told
    join (select dossier_code, solving_agency as agency_code from dossier) as dossier on dossier.dossier_code = told.dossier_code
    where told.on_day between cast($1 as date) and cast($2 as date) and (true {among})
),
judged as (
    select
        step.handler is not null and exists (
            select 1 from named where named.connector = step.connector and step.on_day between named.valid_from and named.valid_to
        ) as is_known,
        exists (
            select 1 from named
            where named.connector = step.connector and named.handler = step.handler and step.on_day between named.valid_from and named.valid_to
        ) as is_automatic
    from step
)
select count(*), count(*) filter (where is_known), count(*) filter (where is_automatic)
from judged
