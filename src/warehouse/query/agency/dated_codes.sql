-- Codes with a day that events or figures are of, and the first day anything is of the code alone
with told as (
    select agency_code, on_day from metric_day
    union all
    select agency_code, on_day from metric_once
    union all
    select agency_code, date '0001-01-01' from figure
),
dated as (
    select distinct agency_code from told where contains(agency_code, '@')
)
select dated.agency_code, min(told.on_day) as since
from dated
left join told on told.agency_code = split_part(dated.agency_code, '@', 1)
group by dated.agency_code
order by dated.agency_code
