-- One row per day of the calendar from $1 on, for more than a year: whether offices work on it, and what the calendar says of it by name.
select calendar_day.day, calendar_day.is_working, holiday.kind
from calendar_day
left join holiday on holiday.day = calendar_day.day
where calendar_day.day between cast($1 as date) and cast($1 as date) + 400
order by calendar_day.day
