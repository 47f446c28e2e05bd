-- What a text of a day or an instant means. The same names stand in spark.sql beside it.

-- How far an instant's offset is east of UTC; the engine's own cast of a timestamp passes over it.
create or replace macro offset_minutes(t) as case when t like '%Z' then 0 else
    try_cast(regexp_extract(t, '([+-])[0-9]{2}:?[0-9]{2}$', 1) || '1' as integer)
    * (60 * try_cast(regexp_extract(t, '([0-9]{2}):?[0-9]{2}$', 1) as integer) + try_cast(right(t, 2) as integer)) end;

-- What such a plain text means. 24:00 is the end of its day, in every writing of it; of the twelve hours none is past 12.
create or replace macro read_plain_instant(p) as case
    when not regexp_full_match(p, '[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}( [0-9]{1,2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?( [ap]m)?([+-][0-9]{2}:[0-9]{2})?)?') then null
    when regexp_matches(p, ' 24:') then case when regexp_full_match(p, '[^ ]+ 24:00(:00([.]0+)?)?([+-][0-9]{2}:[0-9]{2})?') then
            try_cast(split_part(p, ' ', 1) as timestamp) + interval '86399999999' microsecond
            + to_minutes(case when p like '% %+__:__' or p like '% %-__:__' then 420 - offset_minutes(p) else 0 end) end
    when regexp_matches(p, ' (0?[0-9]|1[0-2]):.* [ap]m$')
        then try_cast(regexp_replace(regexp_replace(p, ' [ap]m$', ''), ' 12:', ' 0:') as timestamp) + to_hours(case when p like '%pm' then 12 else 0 end)
    when p like '%pm' then try_cast(regexp_replace(p, ' pm$', '') as timestamp)
    when p like '%+__:__' or p like '% %-__:__' then try_cast(left(p, length(p) - 6) as timestamp) + to_minutes(420 - offset_minutes(p))
    when p not like '%am%' then try_cast(p as timestamp)
end;

-- A portal's date text as local civil time; null when it is none. Instants with an offset become +07:00. What systems write is tried first.
create or replace macro parse_timestamp(t) as coalesce(usual_timestamp(t), case
    when t like '____-__-__ 24:%' or t like '____-__-__T24:%' then null
    when regexp_full_match(t, '[0-9]{1,2}/[0-9]{1,2}/[0-9]{4} [0-9]{1,2}:[0-9]{2}(:[0-9]{2})?')
        then try_strptime(t, ['%d/%m/%Y %H:%M', '%d/%m/%Y %H:%M:%S'])
    when regexp_full_match(t, '[0-9]{14}') then try_strptime(t, '%Y%m%d%H%M%S')
    when regexp_full_match(t, '[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?') then try_cast(t as timestamp)
    when regexp_full_match(t, '[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?(Z|[+-][0-9]{2}:?[0-9]{2})')
        then try_cast(regexp_extract(t, '(.*?)(Z|[+-][0-9]{2}:?[0-9]{2})$', 1) as timestamp) + to_minutes(420 - offset_minutes(t))
    when regexp_full_match(t, '[0-9]{5}([.,][0-9]+)?') then day_number(t)
end, case when t is not null then coalesce(epoch_instant(t),
    list_transform([plain_instant(t)], lambda p: read_plain_instant(p))[1],
    -- A year of two digits first: one of four would be the year 23.
    try_strptime(t, ['%d-%b-%y', '%d-%b-%y %H:%M', '%d-%b-%y %H:%M:%S', '%d-%b-%Y', '%d-%b-%Y %H:%M', '%d-%b-%Y %H:%M:%S', '%b %d %Y %I:%M%p'])) end);

-- A text of a column that has the month before the day, the other way round.
create or replace macro month_before_day(t) as
    regexp_replace(t, '(^|[^0-9])([0-9]{1,2})([./-])([0-9]{1,2})([./-])([0-9]{4}|[0-9]{2})($|[^0-9])', '\1\4\3\2\5\6\7');

-- What the writing of a day says of the order of its parts. 1: a real day (a day number too) past the 12th, 2: one up to it. Of texts, 4: the
-- first part is past 12, 16: the second is, 8: neither; and 128 (32 where neither is): a part or the hour has a 0 before it, 256 (64): has one
-- digit without it; 512: the year has two digits; 1024: the year first, then a day past the 12th.
create or replace macro part_marks(first_part, second_part, year_part) as case when length(year_part) = 2 then 512 else 0 end + case
    when cast(first_part as integer) > 12 and cast(second_part as integer) > 12 then 0
    when cast(second_part as integer) > 12 then 16
    when cast(first_part as integer) > 12 then 4
        + case when second_part like '0%' then 128 else 0 end + case when length(second_part) = 1 then 256 else 0 end
    else 8 + case when first_part like '0%' or second_part like '0%' then 32 else 0 end
        + case when length(first_part) = 1 or length(second_part) = 1 then 64 else 0 end
end;
create or replace macro day_marks(t) as case
    when t like '__/__/20__ %' or t like '__/__/20__' then case
        when left(t, 2) > '12' then case when substr(t, 4, 2) > '12' then 0 else 4
            + case when substr(t, 4, 1) = '0' or t like '__/__/____ 0_:%' then 128 else 0 end + case when t like '__/__/____ _:%' then 256 else 0 end end
        when substr(t, 4, 2) > '12' then 16
        else 8 + case when t like '0%' or substr(t, 4, 1) = '0' or t like '__/__/____ 0_:%' then 32 else 0 end
            + case when t like '__/__/____ _:%' then 64 else 0 end
    end
    when t like '____-__-__%' then case when substr(t, 9, 2) > '12' then 1 when substr(t, 6, 2) between '13' and '31' then 1024 else 2 end
    when regexp_matches(t, '(^|[^0-9])[0-9]{1,2}[./-][0-9]{1,2}[./-]([0-9]{4}|[0-9]{2})($|[^0-9])') then list_transform(
        [regexp_extract(t, '(?:^|[^0-9])([0-9]{1,2})[./-]([0-9]{1,2})[./-]([0-9]{4}|[0-9]{2})(?:$|[^0-9])', ['a', 'b', 'y'])],
        lambda p: part_marks(p.a, p.b, p.y))[1]
    when regexp_full_match(t, '[2-7][0-9]{4}([,.][0-9]+)?') then case when day(day_number(t)) > 12 then 1 else 2 end
    when regexp_matches(t, '^[0-9]{4}[./-](1[3-9]|2[0-9]|3[01])[./-](0?[1-9]|1[0-2])([^0-9]|$)') then 1024
    else 0
end;

-- The same at sight, without a pattern: of the usual writings no look is taken at zeros; past the 12th they are taken to have them. 2048: a text does not look as one that `usual_timestamp` reads; 2048 alone: only `day_marks` can tell of it.
create or replace macro day_marks_at_sight(t) as case
    when t is null then 0
    when t like '__/__/20__ %' or t like '__/__/20__' then case when strlen(t) in (10, 16, 19) then 0 else 2048 end + case
        when t >= '13' then case when substr(t, 4, 2) > '12' then 0 else 132 end
        when substr(t, 4, 2) > '12' then 16
        when strlen(t) in (15, 18) then 72
        else 8
    end
    when t like '____-__-__' or t like '____-__-__ __:__:__' or t like '____-__-__T__:__:__' or t like '____-__-__T__:__:__.___+0000'
        or t like '____-__-__T__:__:__Z' or t like '____-__-__T__:__:__.___Z' then case when substr(t, 9, 2) > '12' then 1 when substr(t, 6, 2) between '13' and '31' then 1024 else 2 end
    else 2048
end;
