-- Numbers as people here, spreadsheets and programs write them. The same names stand in duckdb.sql beside it.

create or replace temporary function bare_number(t string) returns string return regexp_replace(regexp_replace(regexp_replace(
    lower(trim(regexp_replace(t, r'[\s\x{A0}\x{2000}-\x{200B}\x{202F}\x{3000}]+', ' '))),
    r'^(?:vnđ|vnd|₫) ?([0-9])', '$1'), r'([0-9]) ?(?:đồng|đ|₫|vnđ|vnd|%)[.]?$', '$1'),
    r'^([0-9]{1,3}) ([0-9]{3})(?: ([0-9]{3}))?(?: ([0-9]{3}))?([.,][0-9]+)?$', '$1$2$3$4$5');

create or replace temporary function read_number(n string) returns decimal(18, 4) return case
    when n rlike '^[0-9]+$' then try_cast(n as decimal(18, 4))
    when n rlike '^[1-9][0-9]{0,2}([.][0-9]{3})+(,[0-9]+)?$' then try_cast(replace(replace(n, '.', ''), ',', '.') as decimal(18, 4))
    when n rlike '^[1-9][0-9]{0,2}(,[0-9]{3})+([.][0-9]+)?$' then try_cast(replace(n, ',', '') as decimal(18, 4))
    when n rlike '^[0-9]+[.,][0-9]+$' then try_cast(replace(n, ',', '.') as decimal(18, 4))
end;

create or replace temporary function parse_number(t string) returns decimal(18, 4) return read_number(bare_number(t));
create or replace temporary function parse_decimal(t string, marks string) returns decimal(18, 4) return case
    when bare_number(t) rlike '^[0-9]{1,3}[.,][0-9]{3}$' and contains(marks, left(right(bare_number(t), 4), 1))
        then try_cast(replace(bare_number(t), ',', '.') as decimal(18, 4))
    else parse_number(t) end;

create or replace temporary function number_by_mark(t string, mark string) returns decimal(18, 4) return case
    when mark = ',' and bare_number(t) rlike '^([0-9]+|[0-9]{1,3}([.][0-9]{3})+)(,[0-9]+)?$' then try_cast(replace(replace(bare_number(t), '.', ''), ',', '.') as decimal(18, 4))
    when mark = '.' and bare_number(t) rlike '^([0-9]+|[0-9]{1,3}(,[0-9]{3})+)([.][0-9]+)?$' then try_cast(replace(bare_number(t), ',', '') as decimal(18, 4))
end;

create or replace temporary function parse_count(t string) returns bigint
    return case when parse_number(t) = floor(parse_number(t)) then cast(parse_number(t) as bigint) end;

create or replace temporary function bare_number_marks(n string) returns int return case
    when n rlike '^[1-9][0-9]{0,2}[.][0-9]{2}0$' then 80
    when n rlike '^[1-9][0-9]{0,2},[0-9]{2}0$' then 160
    when n rlike '^[1-9][0-9]{0,2}[.][0-9]{3}$' then 16
    when n rlike '^[1-9][0-9]{0,2},[0-9]{3}$' then 32
    when n rlike '^[1-9][0-9]{0,2}([.][0-9]{3})+(,[0-9]+)?$' then case when n like '%,%' then 9 else 1 end
    when n rlike '^[1-9][0-9]{0,2}(,[0-9]{3})+([.][0-9]+)?$' then case when n like '%.%' then 6 else 2 end
    when n rlike '^[0-9]+[.][0-9]+$' then 4
    when n rlike '^[0-9]+,[0-9]+$' then 8
    else 0
end;
create or replace temporary function number_marks(t string) returns int
    return case when t rlike '^[0-9]+$' then 0 else bare_number_marks(bare_number(t)) end;

create or replace temporary function number_marks_at_sight(t string) returns int
    return case when t is null or t rlike '^[0-9]+$' then 0 else 2048 end;
