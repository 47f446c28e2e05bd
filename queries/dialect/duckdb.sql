-- Functions that DuckDB and Spark write differently. The same names stand in spark.sql; nothing else may differ.

-- A day number of a spreadsheet that counts from 1900, and of one that counts from 1904; null for anything else.
create or replace macro day_number(t) as case when regexp_full_match(t, '[2-7][0-9]{4}([,.][0-9]+)?') then
    timestamp '1899-12-30' + to_seconds(cast(round(cast(replace(t, ',', '.') as double) * 86400) as bigint)) end;
create or replace macro day_number_1904(t) as day_number(t) + interval '1462' day;

-- How far an instant's offset is east of UTC; the engine's own cast of a timestamp passes over it.
create or replace macro offset_minutes(t) as case when t like '%Z' then 0 else
    try_cast(regexp_extract(t, '([+-])[0-9]{2}:?[0-9]{2}$', 1) || '1' as integer)
    * (60 * try_cast(regexp_extract(t, '([0-9]{2}):?[0-9]{2}$', 1) as integer) + try_cast(right(t, 2) as integer)) end;

-- A portal's date text as local civil time; null when it is none. Instants with an offset become +07:00.
create or replace macro parse_timestamp(t) as case
    when t like '__/__/____ __:__:__' then try_strptime(t, '%d/%m/%Y %H:%M:%S')
    when t like '__/__/____' then try_strptime(t, '%d/%m/%Y')
    when t like '__/__/____ __:__' then try_strptime(t, '%d/%m/%Y %H:%M')
    when t like '____-__-__ __:__:__' or t like '____-__-__' or t like '____-__-__T__:__:__' then try_cast(t as timestamp)
    when regexp_full_match(t, '[0-9]{1,2}/[0-9]{1,2}/([0-9]{2}|[0-9]{4})( [0-9]{1,2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?)?')
        then try_strptime(regexp_replace(t, '[.][0-9]+$', ''), [
            '%d/%m/%y', '%d/%m/%y %H:%M', '%d/%m/%y %H:%M:%S', '%d/%m/%Y', '%d/%m/%Y %H:%M', '%d/%m/%Y %H:%M:%S'])
    when regexp_full_match(t, '[0-9]{14}') then try_strptime(t, '%Y%m%d%H%M%S')
    when regexp_full_match(t, '[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?') then try_cast(t as timestamp)
    when regexp_full_match(t, '[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?(Z|[+-][0-9]{2}:?[0-9]{2})')
        then try_cast(regexp_extract(t, '(.*?)(Z|[+-][0-9]{2}:?[0-9]{2})$', 1) as timestamp) + to_minutes(420 - offset_minutes(t))
    else day_number(t)
end;

-- A number as Vietnamese write it (1.250.000 or 79,03) or as programs do (79.03); null for anything else, a sign included.
create or replace macro parse_number(t) as case
    when regexp_full_match(t, '[0-9]+') then try_cast(t as decimal(18, 4))
    when regexp_full_match(t, '[0-9]{1,3}([.][0-9]{3})+(,[0-9]+)?')
        then try_cast(replace(replace(t, '.', ''), ',', '.') as decimal(18, 4))
    when regexp_full_match(t, '[0-9]+[.,][0-9]+') then try_cast(replace(t, ',', '.') as decimal(18, 4))
end;

-- The same, whole.
create or replace macro parse_count(t) as
    case when parse_number(t) = floor(parse_number(t)) then cast(parse_number(t) as bigint) end;

-- A promised day without an hour lasts until its last second.
create or replace macro promised_until(due_at) as
    case when cast(due_at as time) = time '00:00:00' then due_at + interval '86399' second else due_at end;

-- Days from one to another; the day of the week, Monday being 1; the same day of the next year, of 29 February the 28th.
create or replace macro days_between(earlier, later) as cast(later as date) - cast(earlier as date);
create or replace macro iso_weekday(d) as isodow(d);
create or replace macro one_year_after(d) as cast(d + interval '1' year as date);

-- An instant as people here write it; a day without an hour is a day.
create or replace macro shown_instant(t) as
    case when cast(t as time) = time '00:00:00' then strftime(t, '%d/%m/%Y') else strftime(t, '%d/%m/%Y %H:%M') end;
