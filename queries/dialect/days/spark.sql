-- What a text of a day or an instant means. The same names stand in duckdb.sql beside it.

create or replace temporary function offset_minutes(t string) returns int return case when t like '%Z' then 0 else
    try_cast(concat(regexp_extract(t, r'([+-])[0-9]{2}:?[0-9]{2}\z', 1), '1') as int)
    * (60 * try_cast(regexp_extract(t, r'([0-9]{2}):?[0-9]{2}\z', 1) as int) + try_cast(right(t, 2) as int)) end;

create or replace temporary function read_plain_instant(p string) returns timestamp_ntz return case
    when not p rlike r'\A[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}( [0-9]{1,2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?( [ap]m)?([+-][0-9]{2}:[0-9]{2})?)?\z' then null
    when p rlike ' 24:' then case when p rlike r'\A[^ ]+ 24:00(:00([.]0+)?)?([+-][0-9]{2}:[0-9]{2})?\z'
        then try_cast(split_part(p, ' ', 1) as timestamp_ntz) + interval '86399.999999' second
            + make_dt_interval(0, 0, case when p like '% %+__:__' or p like '% %-__:__' then 420 - offset_minutes(p) else 0 end) end
    when p rlike r' (0?[0-9]|1[0-2]):.* [ap]m\z' then try_cast(regexp_replace(regexp_replace(p, r' [ap]m\z', ''), ' 12:', ' 0:') as timestamp_ntz)
        + make_dt_interval(0, case when p like '%pm' then 12 else 0 end)
    when p like '%pm' then try_cast(regexp_replace(p, r' pm\z', '') as timestamp_ntz)
    when p like '%+__:__' or p like '% %-__:__'
        then try_cast(left(p, length(p) - 6) as timestamp_ntz) + make_dt_interval(0, 0, 420 - offset_minutes(p))
    when p not like '%am%' then try_cast(p as timestamp_ntz)
end;

create or replace temporary function parse_timestamp(t string) returns timestamp_ntz return coalesce(usual_timestamp(t), case
    when t like '____-__-__ 24:%' or t like '____-__-__T24:%' then null
    when t rlike r'\A[0-9]{14}\z' then timestamp_by_format(t, '%Y%m%d%H%M%S')
    when t rlike r'\A[0-9]{5}([.,][0-9]+)?\z' then day_number(t)
end, epoch_instant(t), read_plain_instant(plain_instant(t)),
    -- A year of two digits first: one of four would be the year 23.
    timestamp_by_format(t, case when t rlike r'\A\s*[a-zA-Z]' then '%b %d %Y %I:%M%p' else concat('%d-%b-',
        case when t rlike r'-[0-9]{1,2}(\s|\z)' then '%y' else '%Y' end,
        case length(t) - length(replace(t, ':', '')) when 0 then '' when 1 then ' %H:%M' else ' %H:%M:%S' end) end));

-- The first day of a text alone.
create or replace temporary function month_before_day(t string) returns string return regexp_replace(t,
    r'(?s)\A(|.*?[^0-9])([0-9]{1,2})([./-])([0-9]{1,2})([./-])([0-9]{4}|[0-9]{2})(\z|[^0-9])', '$1$4$3$2$5$6$7');

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
    when t like '__/__/20__ %' or t like '__/__/20__' then case
        when left(t, 2) > '12' then case when substr(t, 4, 2) > '12' then 0 else 4
            + case when substr(t, 4, 1) = '0' or t like '__/__/____ 0_:%' then 128 else 0 end + case when t like '__/__/____ _:%' then 256 else 0 end end
        when substr(t, 4, 2) > '12' then 16
        else 8 + case when t like '0%' or substr(t, 4, 1) = '0' or t like '__/__/____ 0_:%' then 32 else 0 end
            + case when t like '__/__/____ _:%' then 64 else 0 end
    end
    when t like '____-__-__%' then case when substr(t, 9, 2) > '12' then 1 when substr(t, 6, 2) between '13' and '31' then 1024 else 2 end
    when t rlike r'(^|[^0-9])[0-9]{1,2}[./-][0-9]{1,2}[./-]([0-9]{4}|[0-9]{2})(\z|[^0-9])' then part_marks(
        regexp_extract(t, r'(?:^|[^0-9])([0-9]{1,2})[./-]([0-9]{1,2})[./-]([0-9]{4}|[0-9]{2})(?:\z|[^0-9])', 1),
        regexp_extract(t, r'(?:^|[^0-9])([0-9]{1,2})[./-]([0-9]{1,2})[./-]([0-9]{4}|[0-9]{2})(?:\z|[^0-9])', 2),
        regexp_extract(t, r'(?:^|[^0-9])([0-9]{1,2})[./-]([0-9]{1,2})[./-]([0-9]{4}|[0-9]{2})(?:\z|[^0-9])', 3))
    when t rlike r'\A[2-7][0-9]{4}([,.][0-9]+)?\z' then case when day(day_number(t)) > 12 then 1 else 2 end
    when t rlike r'\A[0-9]{4}[./-](1[3-9]|2[0-9]|3[01])[./-](0?[1-9]|1[0-2])([^0-9]|\z)' then 1024
    else 0
end;

create or replace temporary function day_marks_at_sight(t string) returns int return case
    when t is null then 0
    when t like '__/__/20__ %' or t like '__/__/20__' then case when octet_length(t) in (10, 16, 19) then 0 else 2048 end + case
        when t >= '13' then case when substr(t, 4, 2) > '12' then 0 else 132 end
        when substr(t, 4, 2) > '12' then 16
        when octet_length(t) in (15, 18) then 72
        else 8
    end
    when t like '____-__-__' or t like '____-__-__ __:__:__' or t like '____-__-__T__:__:__' or t like '____-__-__T__:__:__.___+0000'
        or t like '____-__-__T__:__:__Z' or t like '____-__-__T__:__:__.___Z' then case when substr(t, 9, 2) > '12' then 1 when substr(t, 6, 2) between '13' and '31' then 1024 else 2 end
    else 2048
end;
