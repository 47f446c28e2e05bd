-- One row per agency and period of a published figure, with what checks call it: its name and code, the code alone where it had more
-- than one name in that year, for a code may be kept by another agency.
create view agency_of_figure as
with asked as (
    select distinct
        agency_code, period_id,
        cast(substring(replace(period_id, 'bc:', ''), 1, 4) as integer) as first_year,
        -- A span of days ends with a day of its own.
        cast(case when period_id like '%..%' then substring(period_id, length(period_id) - 9, 4) else substring(replace(period_id, 'bc:', ''), 1, 4) end as integer)
            as last_year
    from figure_part
)
select
    asked.agency_code, asked.period_id,
    case when min(agency.name) = max(agency.name) then min(agency.name) || ' (' || asked.agency_code || ')' else asked.agency_code end as label
from asked
left join agency
    on agency.code = asked.agency_code and year(agency.valid_from) <= asked.last_year
    and (agency.valid_to is null or year(agency.valid_to) >= asked.first_year)
group by asked.agency_code, asked.period_id;
