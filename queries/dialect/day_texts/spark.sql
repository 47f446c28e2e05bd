-- Days and instants as systems, spreadsheets and people here write them. The same names stand in duckdb.sql beside it.

create or replace temporary function usual_timestamp(t string) returns timestamp_ntz return case
    when t like '__/__/____ __:__:__' then try_to_timestamp(t, 'dd/MM/yyyy HH:mm:ss')
    when t like '__/__/____' then try_to_timestamp(t, 'dd/MM/yyyy')
    when t like '__/__/____ __:__' then try_to_timestamp(t, 'dd/MM/yyyy HH:mm')
    when t like '____-__-__ 24:%' or t like '____-__-__T24:%' then null
    when t like '____-__-__ __:__:__' or t like '____-__-__' or t like '____-__-__T__:__:__' then try_cast(t as timestamp_ntz)
    when (t like '____-__-__T__:__:__.___+0000' or t like '____-__-__T__:__:__.___Z') and try_cast(substr(t, 18, 6) as double) is not null
        and substr(t, 21, 3) between '000' and '999' then try_cast(left(t, 23) as timestamp_ntz) + interval 7 hours
    when t like '____-__-__T__:__:__Z' and substr(t, 18, 2) between '00' and '59' then try_cast(left(t, 19) as timestamp_ntz) + interval 7 hours
end;

create or replace temporary function day_number(t string) returns timestamp_ntz return
    case when t rlike '^[2-7][0-9]{4}([,.][0-9]+)?$' then timestamp_ntz '1899-12-30 00:00:00' + make_dt_interval(0, 0, 0,
        round(cast(replace(t, ',', '.') as decimal(28, 14)) * 86400, case when length(t) > 13 then 3 else 0 end)) end;
create or replace temporary function day_number_1904(t string) returns timestamp_ntz return day_number(t) + interval '1462' day;

create or replace temporary function epoch_instant(t string) returns timestamp_ntz return case
    when t rlike '^1[0-9]{9}$' then timestamp_ntz '1970-01-01 07:00:00' + make_dt_interval(0, 0, 0, cast(t as decimal(18, 3)))
    when t rlike '^1[0-9]{12}([.,]0+)?$'
        then timestamp_ntz '1970-01-01 07:00:00' + make_dt_interval(0, 0, 0, cast(left(t, 13) as decimal(18, 3)) / 1000)
    when t rlike '^.?/Date[(]-?[0-9]{1,14}([+-][0-9]{4})?[)].?/$'
        then timestamp_ntz '1970-01-01 07:00:00' + make_dt_interval(0, 0, 0, cast(regexp_extract(t, '(-?[0-9]+)', 1) as decimal(18, 3)) / 1000)
    when t rlike '^-62135596800(000)?$' then timestamp_ntz '0001-01-01 00:00:00'
    when t = '0' or t rlike '^00?/0?1/1900( 0?0:00(:00)?)?$' then timestamp_ntz '1899-12-31 00:00:00'
    when t rlike '^((0000-00-00|00/00/0000)( 00:00(:00)?)?|0{8}|0{14})$' then timestamp_ntz '0001-01-01 00:00:00'
end;

create or replace temporary function parted_digits(t string) returns string return regexp_replace(regexp_replace(t,
    r'^((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})$', '$1-$2-$3'),
    r'^((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})([0-9]{2})([0-9]{2})(?:([0-9]{2})([0-9]{3})?)?$', '$1-$2-$3 $4:$5:$6.$7');

create or replace temporary function day_in_figures(t string) returns string return regexp_replace(regexp_replace(t,
    r'(^|[ ,(])(?:(?:thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật|lúc|vào|ngày)[ ,]+)+', '$1'),
    r'([0-9]{1,2}) ?(?:tháng|thg) ?([0-9]{1,2})(?:,? năm|,)? ([0-9]{4})', '$1/$2/$3');

create or replace temporary function hour_in_figures(t string) returns string return
    regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(t,
    r'([0-9]{1,2}) ?(?:h|g|giờ) ?([0-9]{2})(?: ?(?:phút|ph|p|''))?(?: ?([0-9]{2}) ?(?:giây|s))?($|[^0-9./-])', '$1:$2:$3$4'),
    r'([0-9]{1,2}) ?(?:h|g|giờ)([ ,]|$)', '$1:00$2'), r':([ ,]|$)', '$1'),
    r'([0-9]) ?(?:am|a[.]m[.]|sa|sáng)( |$)', '$1 am$2'), r'([0-9]) ?(?:pm|p[.]m[.]|ch|chiều|tối)( |$)', '$1 pm$2');

create or replace temporary function year_first(t string) returns string return
    regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(t,
    r'^([0-9]{1,2}(?::[0-9]{2})+(?:[.,][0-9]+)?(?: [ap]m)?)[ ,-]+([0-9]+[./-][0-9]+[./-][0-9]+)$', '$2 $1'),
    r'^([0-9]{1,2})[./-]([0-9]{1,2})[./-]([0-9]{4})($|[ t,-])', '$3-$2-$1$4'),
    r'^([0-9]{1,2})[./-]([0-9]{1,2})[./-]([0-9]{2})($|[ ,-])', '20$3-$2-$1$4'),
    r'^([0-9]{4})[./-]([0-9]{1,2})[./-]([0-9]{1,2})($|[ t,-])', '$1-$2-$3$4'),
    r'^([0-9]+-[0-9]+-[0-9]+)(?:t| ?[,-] ?| )([0-9]{1,2}:)', '$1 $2');

create or replace temporary function plain_end(t string) returns string return
    regexp_replace(regexp_replace(regexp_replace(regexp_replace(rtrim(':.', t),
    r'(:[0-9]{2})[.,]([0-9]{1,6})[0-9]*', '$1.$2'), ' ?z$', '+00:00'),
    r'(:[0-9.]+) ?(?:gmt|utc)? ?([+-])([0-9]{1,2})$', '$1$2$3:00'), r'(:[0-9.]+) ?(?:gmt|utc)? ?([+-])([0-9]{2}):?([0-9]{2})$', '$1$2$3:$4');

create or replace temporary function plain_instant(t string) returns string return
    plain_end(year_first(hour_in_figures(day_in_figures(parted_digits(
    lower(trim(regexp_replace(t, r'[\s\x{A0}\x{2000}-\x{200B}\x{202F}\x{3000}]+', ' '))))))));

-- Its parts as Spark names them; one letter takes one digit or two.
create or replace temporary function timestamp_by_format(t string, f string) returns timestamp_ntz return try_to_timestamp(t,
    replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(f, 'T', "'T'"), '%d', 'd'), '%m', 'M'), '%b', 'MMM'), '%Y', 'yyyy'), '%y', 'yy'),
        '%H', 'H'), '%I', 'h'), '%M', 'm'), '%S', 's'), '%f', 'SSSSSS'), '%p', 'a'));
