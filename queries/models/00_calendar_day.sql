-- One row per day of 2010 to 2037: whether offices work on it, if only half of it, how many working days there were up to it, itself included, and the day
-- from which what is due on it is due soon.
create table calendar_day as
with digit as (
    select cast(0 as integer) as n union all select 1 union all select 2 union all select 3 union all select 4
    union all select 5 union all select 6 union all select 7 union all select 8 union all select 9
),
days as (
    select date '2010-01-01' + (ones.n + 10 * tens.n + 100 * hundreds.n + 1000 * thousands.n) as day
    from digit as ones cross join digit as tens cross join digit as hundreds cross join digit as thousands
),
judged as (
    select
        days.day,
        case when holiday.kind = 'off' then false when holiday.kind in ('work', 'morning', 'afternoon') then true else iso_weekday(days.day) <= 5 end as is_working
    from days
    left join holiday on holiday.day = days.day
),
numbered as (
    select
        day, is_working,
        cast(sum(case when is_working then 1 else 0 end) over (order by day) as bigint) as working_number
    from judged
)
select
    numbered.day, numbered.is_working, numbered.working_number, soon.day as soon_on
from numbered
left join numbered as soon on soon.is_working
    and soon.working_number = numbered.working_number - (select value from parameter where id = 'due_soon_days');
