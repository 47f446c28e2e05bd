-- Functions that DuckDB and Spark write differently. The same names stand in duckdb.sql; nothing else may differ.

create or replace temporary function day_number(t string) returns timestamp_ntz return
    case when t rlike '^[2-7][0-9]{4}([,.][0-9]+)?$' then
        timestamp_ntz '1899-12-30 00:00:00'
            + make_dt_interval(0, 0, 0, round(cast(replace(t, ',', '.') as decimal(18, 9)) * 86400)) end;
create or replace temporary function day_number_1904(t string) returns timestamp_ntz return day_number(t) + interval '1462' day;

create or replace temporary function offset_minutes(t string) returns int return case when t like '%Z' then 0 else
    cast(concat(regexp_extract(t, '([+-])[0-9]{2}:?[0-9]{2}$', 1), '1') as int)
        * (cast(regexp_extract(t, '[+-]([0-9]{2}):?[0-9]{2}$', 1) as int) * 60 + cast(right(t, 2) as int)) end;

create or replace temporary function parse_timestamp(t string) returns timestamp_ntz return case
    when t like '__/__/____ __:__:__' then try_to_timestamp(t, 'dd/MM/yyyy HH:mm:ss')
    when t like '__/__/____' then try_to_timestamp(t, 'dd/MM/yyyy')
    when t like '__/__/____ __:__' then try_to_timestamp(t, 'dd/MM/yyyy HH:mm')
    when t like '____-__-__ __:__:__' or t like '____-__-__' or t like '____-__-__T__:__:__' then try_cast(t as timestamp_ntz)
    when t rlike '^[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}$' then try_to_timestamp(t, 'd/M/yyyy')
    when t rlike '^[0-9]{1,2}/[0-9]{1,2}/[0-9]{4} [0-9]{1,2}:[0-9]{2}$' then try_to_timestamp(t, 'd/M/yyyy H:mm')
    when t rlike '^[0-9]{1,2}/[0-9]{1,2}/[0-9]{4} [0-9]{1,2}:[0-9]{2}:[0-9]{2}([.][0-9]+)?$'
        then try_to_timestamp(regexp_replace(t, '[.][0-9]+$', ''), 'd/M/yyyy H:mm:ss')
    when t rlike '^[0-9]{1,2}/[0-9]{1,2}/[0-9]{2}$' then try_to_timestamp(t, 'd/M/yy')
    when t rlike '^[0-9]{1,2}/[0-9]{1,2}/[0-9]{2} [0-9]{1,2}:[0-9]{2}$' then try_to_timestamp(t, 'd/M/yy H:mm')
    when t rlike '^[0-9]{1,2}/[0-9]{1,2}/[0-9]{2} [0-9]{1,2}:[0-9]{2}:[0-9]{2}([.][0-9]+)?$'
        then try_to_timestamp(regexp_replace(t, '[.][0-9]+$', ''), 'd/M/yy H:mm:ss')
    when t rlike '^[0-9]{14}$' then try_to_timestamp(t, 'yyyyMMddHHmmss')
    when t rlike '^[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?$' then try_cast(t as timestamp_ntz)
    when t rlike '^[0-9]{4}-.*(Z|[+-][0-9]{2}:?[0-9]{2})$' then cast(from_utc_timestamp(try_cast(t as timestamp), '+07:00') as timestamp_ntz)
    else day_number(t)
end;

create or replace temporary function parse_number(t string) returns decimal(18, 4) return case
    when t rlike '^[0-9]+$' then try_cast(t as decimal(18, 4))
    when t rlike '^[0-9]{1,3}([.][0-9]{3})+(,[0-9]+)?$' then try_cast(replace(replace(t, '.', ''), ',', '.') as decimal(18, 4))
    when t rlike '^[0-9]+[.,][0-9]+$' then try_cast(replace(t, ',', '.') as decimal(18, 4))
end;

create or replace temporary function parse_count(t string) returns bigint
    return case when parse_number(t) = floor(parse_number(t)) then cast(parse_number(t) as bigint) end;

create or replace temporary function promised_until(due_at timestamp_ntz) returns timestamp_ntz
    return case when date_format(due_at, 'HH:mm:ss') = '00:00:00' then due_at + interval '86399' second else due_at end;

create or replace temporary function days_between(earlier timestamp_ntz, later timestamp_ntz) returns bigint return datediff(later, earlier);
create or replace temporary function iso_weekday(d date) returns int return weekday(d) + 1;
create or replace temporary function one_year_after(d date) returns date return add_months(d, 12);

create or replace temporary function shown_instant(t timestamp_ntz) returns string return
    case when date_format(t, 'HH:mm:ss') = '00:00:00' then date_format(t, 'dd/MM/yyyy') else date_format(t, 'dd/MM/yyyy HH:mm') end;
