-- Agencies with events or figures, what they went into, and those above them, in each span of their days
with recursive counted as (
    select agency_code as code from metric_day
    union
    select agency_code from metric_once
    union
    select agency_code from figure
),
edge as (
    select code, parent_code as to_code from agency where parent_code is not null
    union all
    select code, successor_code from agency_succession where kind = 'whole'
),
needed as (
    select split_part(code, '@', 1) as code from counted
    union
    select edge.to_code from edge join needed on needed.code = edge.code
)
select
    code, name, level, parent_code,
    valid_from, valid_to,
    coalesce(
        (select max(code_turn.on_day) from code_turn where code_turn.code = agency.code and code_turn.on_day <= agency.valid_from),
        date '0001-01-01'
    ) as unit_from
from agency
where code in (select code from needed)
order by code, valid_from desc
