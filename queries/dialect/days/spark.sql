-- What a text of a day or an instant means. The same names stand in duckdb.sql beside it.

create or replace temporary function offset_minutes(t string) returns int return case when t like '%Z' then 0 else
    cast(concat(regexp_extract(t, '([+-])[0-9]{2}:?[0-9]{2}$', 1), '1') as int)
        * (cast(regexp_extract(t, '[+-]([0-9]{2}):?[0-9]{2}$', 1) as int) * 60 + cast(right(t, 2) as int)) end;

create or replace temporary function read_plain_instant(p string) returns timestamp_ntz return case
    when not p rlike '^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}( [0-9]{1,2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?( [ap]m)?([+-][0-9]{2}:[0-9]{2})?)?$' then null
    when p rlike ' 24:' then case when p rlike '^[^ ]+ 24:00(:00([.]0+)?)?([+-][0-9]{2}:[0-9]{2})?$'
        then try_cast(split_part(p, ' ', 1) as timestamp_ntz) + interval '86399.999999' second
            + make_dt_interval(0, 0, case when p like '% %+__:__' or p like '% %-__:__' then 420 - offset_minutes(p) else 0 end) end
    when p rlike ' (0?[0-9]|1[0-2]):.* [ap]m$' then try_cast(regexp_replace(regexp_replace(p, ' [ap]m$', ''), ' 12:', ' 0:') as timestamp_ntz)
        + make_dt_interval(0, case when p like '%pm' then 12 else 0 end)
    when p like '%pm' then try_cast(regexp_replace(p, ' pm$', '') as timestamp_ntz)
    when p like '%+__:__' or p like '% %-__:__'
        then try_cast(left(p, length(p) - 6) as timestamp_ntz) + make_dt_interval(0, 0, 420 - offset_minutes(p))
    when p not like '%am%' then try_cast(p as timestamp_ntz)
end;

create or replace temporary function parse_timestamp(t string) returns timestamp_ntz return coalesce(usual_timestamp(t), case
    when t like '____-__-__ 24:%' or t like '____-__-__T24:%' then null
    when t rlike '^[0-9]{14}$' then try_to_timestamp(t, 'yyyyMMddHHmmss')
    when t rlike '^[0-9]{5}([.,][0-9]+)?$' then day_number(t)
end, epoch_instant(t), read_plain_instant(plain_instant(t)), try_to_timestamp(t, 'dd-MMM-yyyy'), try_to_timestamp(t, 'dd-MMM-yyyy HH:mm'),
    try_to_timestamp(t, 'dd-MMM-yyyy HH:mm:ss'), try_to_timestamp(t, 'dd-MMM-yy'), try_to_timestamp(t, 'dd-MMM-yy HH:mm'), try_to_timestamp(t, 'dd-MMM-yy HH:mm:ss'));

create or replace temporary function month_before_day(t string) returns string return
    regexp_replace(t, '(^|[^0-9])([0-9]{1,2})([./-])([0-9]{1,2})([./-])([0-9]{4}|[0-9]{2})($|[^0-9])', '$1$4$3$2$5$6$7');

create or replace temporary function part_marks(first_part string, second_part string, year_part string) returns int return
    case when length(year_part) = 2 then 512 else 0 end + case
    when cast(first_part as int) > 12 and cast(second_part as int) > 12 then 0
    when cast(second_part as int) > 12 then 16
    when cast(first_part as int) > 12 then 4
        + case when second_part like '0%' then 128 else 0 end + case when length(second_part) = 1 then 256 else 0 end
    else 8 + case when first_part like '0%' or second_part like '0%' then 32 else 0 end
        + case when length(first_part) = 1 or length(second_part) = 1 then 64 else 0 end
end;
create or replace temporary function day_marks(t string) returns int return case
    when t like '____-__-__%' then case when substr(t, 9, 2) > '12' then 1 when substr(t, 6, 2) between '13' and '31' then 1024 else 2 end
    when t rlike '(^|[^0-9])[0-9]{1,2}[./-][0-9]{1,2}[./-]([0-9]{4}|[0-9]{2})($|[^0-9])' then part_marks(
        regexp_extract(t, '(?:^|[^0-9])([0-9]{1,2})[./-]([0-9]{1,2})[./-]([0-9]{4}|[0-9]{2})(?:$|[^0-9])', 1),
        regexp_extract(t, '(?:^|[^0-9])([0-9]{1,2})[./-]([0-9]{1,2})[./-]([0-9]{4}|[0-9]{2})(?:$|[^0-9])', 2),
        regexp_extract(t, '(?:^|[^0-9])([0-9]{1,2})[./-]([0-9]{1,2})[./-]([0-9]{4}|[0-9]{2})(?:$|[^0-9])', 3))
    when t rlike '^[2-7][0-9]{4}([,.][0-9]+)?$' then case when day(day_number(t)) > 12 then 1 else 2 end
    when t rlike '^[0-9]{4}[./-](1[3-9]|2[0-9]|3[01])[./-](0?[1-9]|1[0-2])([^0-9]|$)' then 1024
    else 0
end;

create or replace temporary function day_marks_at_sight(t string) returns int return case
    when t is null or usual_timestamp(t) is not null then day_marks(t) else 2048 end;
