-- How many steps that ended in a period a system did by itself. $1, $2 the first and the last day; {among} a condition on agencies. Whether it
-- did is known of steps whose message says who handled them, of a connector that the register of the day names: who is not named is a person.
with step as (
    select step.handling_office, source.connector, cast(step.handled_at as date) as on_day
    from progress_step as step
    join source on source.id = step.source_id
    join (select dossier_code, solving_agency as agency_code from dossier) as dossier on dossier.dossier_code = step.dossier_code
    where cast(step.handled_at as date) between cast($1 as date) and cast($2 as date) and (true {among})
),
judged as (
    select
        step.handling_office is not null and exists (
            select 1 from automatic_step as named
            where named.connector = step.connector and step.on_day between named.valid_from and coalesce(named.valid_to, date '9999-12-31')
        ) as is_known,
        exists (
            select 1 from automatic_step as named
            where named.connector = step.connector and lower(named.handler) = lower(step.handling_office)
                and step.on_day between named.valid_from and coalesce(named.valid_to, date '9999-12-31')
        ) as is_automatic
    from step
)
select count(*), count(*) filter (where is_known), count(*) filter (where is_automatic)
from judged
