-- Days and instants as systems, spreadsheets and people here write them. The same names stand in duckdb.sql beside it.

-- A day of a column whose connector names how it is written. Its parts are read as strptime reads them, which Spark's own formats do not:
-- each takes as many digits as it can and gives none back; blanks around it are none; of years of two digits, 69 is the first of the last century.
create or replace temporary function timestamp_by_format(t string, f string) returns timestamp_ntz return (
    -- What strptime of DuckDB makes of PostgreSQL's words; nobody takes a day of 1900 for one of an office.
    select case when t rlike r'(?i)\A\s*(?:epoch|-?infinity)\s*\z' then timestamp_ntz '1900-01-01 00:00:00' when cast(parts[7] as int) < 60 and cast(coalesce(nullif(parts[4], ''), '1') as int) between 1 and 12 then try_make_timestamp_ntz(
        case when parts[0] <> '' then cast(parts[0] as int) else cast(parts[1] as int) + case when cast(parts[1] as int) < 69 then 2000 else 1900 end end,
        coalesce(cast(nullif(parts[2], '') as int), (instr('jan feb mar apr may jun jul aug sep oct nov dec', lower(parts[3])) + 3) div 4),
        cast(parts[9] as int),
        case when parts[4] = '' then cast(parts[5] as int) else cast(parts[4] as int) % 12 + case when lower(parts[8]) = 'pm' then 12 else 0 end end,
        cast(parts[6] as int), cast(concat(parts[7], '.', parts[10]) as decimal(8, 6))) end
    from (select split(regexp_replace(case when t rlike form then t end, form, concat_ws('~', transform(array('Y', 'y', 'm', 'b', 'I', 'H', 'M', 'S', 'p', 'd', 'f'),
        part -> case when array_contains(said, part) then concat('$', array_position(said, part)) when part in ('H', 'M', 'S', 'f') then '0' else '' end))), '~') as parts
    from (select regexp_extract_all(f, '%([a-zA-Z])', 1) as said, concat(r'(?s)\A\s*', regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(
        regexp_replace(f, r'([\\.\[\]{}()*+?^$|])', r'\\$1'), r'\s+', r'\\s+'), '%[dmyHIMS]', '([0-9]{1,2}+)'), '%Y', '([0-9]{1,4}+)'), '%f', '([0-9]{1,6}+)'),
        '%b', '((?i:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))'), '%p', '((?i:am|pm))'), r'\s*\z') as form)));

create or replace temporary function usual_timestamp(t string) returns timestamp_ntz return case
    when t like '__/__/____ __:__:__' then timestamp_by_format(t, '%d/%m/%Y %H:%M:%S')
    when t like '__/__/____' then timestamp_by_format(t, '%d/%m/%Y')
    when t like '__/__/____ __:__' then timestamp_by_format(t, '%d/%m/%Y %H:%M')
    when t like '____-__-__ 24:%' or t like '____-__-__T24:%' then null
    when t like '____-__-__ __:__:__' or t like '____-__-__' or t like '____-__-__T__:__:__' then try_cast(t as timestamp_ntz)
    when (t like '____-__-__T__:__:__.___+0000' or t like '____-__-__T__:__:__.___Z') and try_cast(substr(t, 18, 6) as double) is not null
        and substr(t, 21, 3) between '000' and '999' then try_cast(left(t, 23) as timestamp_ntz) + interval 7 hours
    when t like '____-__-__T__:__:__Z' and substr(t, 18, 2) between '00' and '59' then try_cast(left(t, 19) as timestamp_ntz) + interval 7 hours
end;

create or replace temporary function day_number(t string) returns timestamp_ntz return case when t rlike r'\A[2-7][0-9]{4}([,.][0-9]+)?\z' then
    timestamp_ntz '1899-12-30 00:00:00' + interval '0.001' second * case when length(t) > 13
        then cast(round(cast(replace(t, ',', '.') as double) * 86400000) as bigint)
        else cast(round(cast(replace(t, ',', '.') as double) * 86400) as bigint) * 1000 end end;
create or replace temporary function day_number_1904(t string) returns timestamp_ntz return day_number(t) + interval '1462' day;

create or replace temporary function epoch_instant(t string) returns timestamp_ntz return case
    when t rlike r'\A1[0-9]{9}\z' then timestamp_ntz '1970-01-01 07:00:00' + interval '1' second * cast(t as bigint)
    when t rlike r'\A1[0-9]{12}([.,]0+)?\z' then timestamp_ntz '1970-01-01 07:00:00' + interval '0.001' second * cast(left(t, 13) as bigint)
    -- The other engine counts thousandths in floating point: beyond the year 2255 it is some millionths off.
    when t rlike r'(?d)\A.?/Date[(]-?[0-9]{1,14}([+-][0-9]{4})?[)].?/\z' then timestamp_ntz '1970-01-01 07:00:00'
        + interval '0.000001' second * cast(cast(regexp_extract(t, '(-?[0-9]+)', 1) as double) * 1000 as bigint)
    when t rlike r'\A-62135596800(000)?\z' then timestamp_ntz '0001-01-01 00:00:00'
    when t = '0' or t rlike r'\A00?/0?1/1900( 0?0:00(:00)?)?\z' then timestamp_ntz '1899-12-31 00:00:00'
    when t rlike r'\A(?:(0000-00-00|00/00/0000)( 00:00(:00)?)?|0{8}|0{14})\z' then timestamp_ntz '0001-01-01 00:00:00'
end;

create or replace temporary function parted_digits(t string) returns string return regexp_replace(regexp_replace(t,
    r'\A((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})\z', '$1-$2-$3'),
    r'\A((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})([0-9]{2})([0-9]{2})(?:([0-9]{2})([0-9]{3})?)?\z', '$1-$2-$3 $4:$5:$6.$7');

-- Of what is replaced once, the first: what stands before it is named, for a pattern here replaces all it finds.
create or replace temporary function day_in_figures(t string) returns string return regexp_replace(regexp_replace(t,
    r'(^|[ ,(])(?:(?:thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật|lúc|vào|ngày)[ ,]+)+', '$1'),
    r'(?s)\A(.*?)([0-9]{1,2}) ?(?:tháng|thg) ?([0-9]{1,2})(?:,? năm|,)? ([0-9]{4})', '$1$2/$3/$4');

create or replace temporary function hour_in_figures(t string) returns string return
    regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(t,
    r'(?s)\A(.*?)([0-9]{1,2}) ?(?:h|g|giờ) ?([0-9]{2})(?: ?(?:phút|ph|p|\x27))?(?: ?([0-9]{2}) ?(?:giây|s))?(\z|[^0-9./-])', '$1$2:$3:$4$5'),
    r'(?s)\A(.*?)([0-9]{1,2}) ?(?:h|g|giờ)([ ,]|\z)', '$1$2:00$3'), r'(?s)\A(.*?):([ ,]|\z)', '$1$2'),
    r'(?s)\A(.*?)([0-9]) ?(?:am|a[.]m[.]|sa|sáng)( |\z)', '$1$2 am$3'), r'(?s)\A(.*?)([0-9]) ?(?:pm|p[.]m[.]|ch|chiều|tối)( |\z)', '$1$2 pm$3');

create or replace temporary function year_first(t string) returns string return
    regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(t,
    r'\A([0-9]{1,2}(?::[0-9]{2})+(?:[.,][0-9]+)?(?: [ap]m)?)[ ,-]+([0-9]+[./-][0-9]+[./-][0-9]+)\z', '$2 $1'),
    r'\A([0-9]{1,2})[./-]([0-9]{1,2})[./-]([0-9]{4})(\z|[ t,-])', '$3-$2-$1$4'),
    r'\A([0-9]{1,2})[./-]([0-9]{1,2})[./-]([0-9]{2})(\z|[ ,-])', '20$3-$2-$1$4'),
    r'\A([0-9]{4})[./-]([0-9]{1,2})[./-]([0-9]{1,2})(\z|[ t,-])', '$1-$2-$3$4'),
    r'\A([0-9]+-[0-9]+-[0-9]+)(?:t| ?[,-] ?| )([0-9]{1,2}:)', '$1 $2');

create or replace temporary function plain_end(t string) returns string return
    regexp_replace(regexp_replace(regexp_replace(regexp_replace(rtrim(':.', t),
    r'(?s)\A(.*?:[0-9]{2})[.,]([0-9]{1,6})[0-9]*', '$1.$2'), r' ?z\z', '+00:00'),
    r'(:[0-9.]+) ?(?:gmt|utc)? ?([+-])([0-9]{1,2})\z', '$1$2$3:00'), r'(:[0-9.]+) ?(?:gmt|utc)? ?([+-])([0-9]{2}):?([0-9]{2})\z', '$1$2$3:$4');

create or replace temporary function plain_instant(t string) returns string return
    plain_end(year_first(hour_in_figures(day_in_figures(parted_digits(lower(translate(regexp_replace(regexp_replace(
    t, r'[\t\n\f\r \x{A0}\x{2000}-\x{200B}\x{202F}\x{3000}]+', ' '), r'\A\p{Zs}+|\p{Zs}+\z', ''), 'İΣ', 'iσ')))))));
