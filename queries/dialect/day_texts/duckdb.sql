-- Days and instants as systems, spreadsheets and people here write them. The same names stand in spark.sql beside it.

-- The writings of nearly all systems; null for anything else, which `parse_timestamp` then reads.
create or replace macro usual_timestamp(t) as case
    when t like '__/__/____ __:__:__' then try_strptime(t, '%d/%m/%Y %H:%M:%S')
    when t like '__/__/____' then try_strptime(t, '%d/%m/%Y')
    when t like '__/__/____ __:__' then try_strptime(t, '%d/%m/%Y %H:%M')
    when t like '____-__-__ 24:%' or t like '____-__-__T24:%' then null
    when t like '____-__-__ __:__:__' or t like '____-__-__' or t like '____-__-__T__:__:__' then try_cast(t as timestamp)
    -- Instants of UTC, as programs write them; what stands for seconds and their parts is a number.
    when (t like '____-__-__T__:__:__.___+0000' or t like '____-__-__T__:__:__.___Z') and try_cast(substr(t, 18, 6) as double) is not null
        and substr(t, 21, 3) between '000' and '999' then try_cast(left(t, 23) as timestamp) + interval 7 hour
    when t like '____-__-__T__:__:__Z' and substr(t, 18, 2) between '00' and '59' then try_cast(left(t, 19) as timestamp) + interval 7 hour
end;

-- A day number of a spreadsheet that counts from 1900, and of one that counts from 1904; null for anything else. Few decimals are no
-- thousandths of a second: they are what was left when the number was printed.
create or replace macro day_number(t) as case when regexp_full_match(t, '[2-7][0-9]{4}([,.][0-9]+)?') then
    timestamp '1899-12-30' + to_milliseconds(case when length(t) > 13
        then cast(round(cast(replace(t, ',', '.') as double) * 86400000) as bigint)
        else cast(round(cast(replace(t, ',', '.') as double) * 86400) as bigint) * 1000 end) end;
create or replace macro day_number_1904(t) as day_number(t) + interval '1462' day;

-- Seconds or milliseconds since 1970 in UTC. What spreadsheets and .NET write where they have no day is the day they count from.
create or replace macro epoch_instant(t) as case
    when regexp_full_match(t, '1[0-9]{9}') then timestamp '1970-01-01 07:00:00' + to_seconds(cast(t as bigint))
    when regexp_full_match(t, '1[0-9]{12}([.,]0+)?') then timestamp '1970-01-01 07:00:00' + to_milliseconds(cast(left(t, 13) as bigint))
    when regexp_full_match(t, '.?/Date[(]-?[0-9]{1,14}([+-][0-9]{4})?[)].?/')
        then timestamp '1970-01-01 07:00:00' + to_milliseconds(cast(regexp_extract(t, '-?[0-9]+') as bigint))
    when regexp_full_match(t, '-62135596800(000)?') then timestamp '0001-01-01 00:00:00'
    when t = '0' or regexp_full_match(t, '00?/0?1/1900( 0?0:00(:00)?)?') then timestamp '1899-12-31 00:00:00'
    -- MySQL's.
    when regexp_full_match(t, '(0000-00-00|00/00/0000)( 00:00(:00)?)?|0{8}|0{14}') then timestamp '0001-01-01 00:00:00'
end;

-- 20231218, 202312181630, 20231218163000, 20231218163000123: with marks between.
create or replace macro parted_digits(t) as regexp_replace(regexp_replace(t,
    '^((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})$', '\1-\2-\3'),
    '^((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})([0-9]{2})([0-9]{2})(?:([0-9]{2})([0-9]{3})?)?$', '\1-\2-\3 \4:\5:\6.\7');

-- "Thứ Hai, ngày 18 tháng 12 năm 2023" in figures.
create or replace macro day_in_figures(t) as regexp_replace(regexp_replace(t,
    '(^|[ ,(])(?:(?:thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật|lúc|vào|ngày)[ ,]+)+', '\1', 'g'),
    '([0-9]{1,2}) ?(?:tháng|thg) ?([0-9]{1,2})(?:,? năm|,)? ([0-9]{4})', '\1/\2/\3');

-- 16h30, 16g30, "16 giờ 30 phút", 16h: with colons; the half of the day as am or pm. Behind "16 giờ" a day's first figures are no minutes.
create or replace macro hour_in_figures(t) as regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(t,
    '([0-9]{1,2}) ?(?:h|g|giờ) ?([0-9]{2})(?: ?(?:phút|ph|p|''))?(?: ?([0-9]{2}) ?(?:giây|s))?($|[^0-9./-])', '\1:\2:\3\4'),
    '([0-9]{1,2}) ?(?:h|g|giờ)([ ,]|$)', '\1:00\2'), ':([ ,]|$)', '\1'),
    '([0-9]) ?(?:am|a[.]m[.]|sa|sáng)( |$)', '\1 am\2'), '([0-9]) ?(?:pm|p[.]m[.]|ch|chiều|tối)( |$)', '\1 pm\2');

-- The day first, its year first: 2023-12-18 16:30:00.
create or replace macro year_first(t) as regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(t,
    '^([0-9]{1,2}(?::[0-9]{2})+(?:[.,][0-9]+)?(?: [ap]m)?)[ ,-]+([0-9]+[./-][0-9]+[./-][0-9]+)$', '\2 \1'),
    '^([0-9]{1,2})[./-]([0-9]{1,2})[./-]([0-9]{4})($|[ t,-])', '\3-\2-\1\4'),
    '^([0-9]{1,2})[./-]([0-9]{1,2})[./-]([0-9]{2})($|[ ,-])', '20\3-\2-\1\4'),
    '^([0-9]{4})[./-]([0-9]{1,2})[./-]([0-9]{1,2})($|[ t,-])', '\1-\2-\3\4'),
    '^([0-9]+-[0-9]+-[0-9]+)(?:t| ?[,-] ?| )([0-9]{1,2}:)', '\1 \2');

-- No more than six digits behind the seconds, an offset with its minutes and no blank before it.
create or replace macro plain_end(t) as regexp_replace(regexp_replace(regexp_replace(regexp_replace(rtrim(t, ':.'),
    '(:[0-9]{2})[.,]([0-9]{1,6})[0-9]*', '\1.\2'), ' ?z$', '+00:00'),
    '(:[0-9.]+) ?(?:gmt|utc)? ?([+-])([0-9]{1,2})$', '\1\2\3:00'), '(:[0-9.]+) ?(?:gmt|utc)? ?([+-])([0-9]{2}):?([0-9]{2})$', '\1\2\3:\4');

-- Any writing that can mean one instant only, as `2023-12-18 04:30:00.5 pm+07:00` at most.
create or replace macro plain_instant(t) as plain_end(year_first(hour_in_figures(day_in_figures(parted_digits(
    lower(trim(regexp_replace(t, '[\s\x{A0}\x{2000}-\x{200B}\x{202F}\x{3000}]+', ' ', 'g'))))))));

-- A day of a column whose connector names how it is written; null for what is written otherwise.
create or replace macro timestamp_by_format(t, f) as try_strptime(t, f);
