-- Agencies with events or figures and those above them, in each span of their days
with recursive counted as (
    select agency_code as code from metric_day
    union
    select agency_code from metric_once
    union
    select agency_code from figure
),
needed as (
    select code from counted
    union
    select agency.parent_code
    from agency
    join needed on needed.code = agency.code
    where agency.parent_code is not null
)
select
    code, name, level, parent_code,
    strftime(valid_from, '%Y-%m-%d') as valid_from, strftime(valid_to, '%Y-%m-%d') as valid_to
from agency
where code in (select code from needed)
order by code, valid_from desc
