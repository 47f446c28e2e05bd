-- Codes of agencies with events or figures, of what they went into, and of those above them
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
select code from needed order by code
