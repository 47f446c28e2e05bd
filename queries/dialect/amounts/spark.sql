-- Numbers as people here, spreadsheets and programs write them. The same names stand in duckdb.sql beside it.
-- Of Java's patterns: `$` lets a line's end through, `\z` none; `\s` is one mark more; letters grow small by themselves, whatever stands beside them.

create or replace temporary function bare_number(t string) returns string return regexp_replace(regexp_replace(regexp_replace(
    lower(translate(regexp_replace(regexp_replace(t, r'[\t\n\f\r \x{A0}\x{2000}-\x{200B}\x{202F}\x{3000}]+', ' '), r'\A\p{Zs}+|\p{Zs}+\z', ''), 'İΣ', 'iσ')),
    r'\A(?:vnđ|vnd|₫) ?([0-9])', '$1'), r'([0-9]) ?(?:đồng|đ|₫|vnđ|vnd|%)[.]?\z', '$1'),
    r'\A([0-9]{1,3}) ([0-9]{3})(?: ([0-9]{3}))?(?: ([0-9]{3}))?([.,][0-9]+)?\z', '$1$2$3$4$5');

create or replace temporary function read_number(n string) returns decimal(18, 4) return case
    when n rlike r'\A[0-9]+\z' then try_cast(n as decimal(18, 4))
    when n rlike r'\A[1-9][0-9]{0,2}([.][0-9]{3})+(,[0-9]+)?\z' then try_cast(replace(replace(n, '.', ''), ',', '.') as decimal(18, 4))
    when n rlike r'\A[1-9][0-9]{0,2}(,[0-9]{3})+([.][0-9]+)?\z' then try_cast(replace(n, ',', '') as decimal(18, 4))
    when n rlike r'\A[0-9]+[.,][0-9]+\z' then try_cast(replace(n, ',', '.') as decimal(18, 4))
end;

create or replace temporary function parse_number(t string) returns decimal(18, 4) return read_number(bare_number(t));
create or replace temporary function parse_decimal(t string, marks string) returns decimal(18, 4) return case
    when bare_number(t) rlike r'\A[0-9]{1,3}[.,][0-9]{3}\z' and contains(marks, left(right(bare_number(t), 4), 1))
        then try_cast(replace(bare_number(t), ',', '.') as decimal(18, 4))
    else parse_number(t) end;

create or replace temporary function number_by_mark(t string, mark string) returns decimal(18, 4) return case
    when mark = ',' and bare_number(t) rlike r'\A([0-9]+|[0-9]{1,3}([.][0-9]{3})+)(,[0-9]+)?\z' then try_cast(replace(replace(bare_number(t), '.', ''), ',', '.') as decimal(18, 4))
    when mark = '.' and bare_number(t) rlike r'\A([0-9]+|[0-9]{1,3}(,[0-9]{3})+)([.][0-9]+)?\z' then try_cast(replace(bare_number(t), ',', '') as decimal(18, 4))
end;

create or replace temporary function parse_count(t string) returns bigint
    return case when parse_number(t) = floor(parse_number(t)) then cast(parse_number(t) as bigint) end;

create or replace temporary function bare_number_marks(n string) returns int return case
    when n rlike r'\A[1-9][0-9]{0,2}[.][0-9]{2}0\z' then 80
    when n rlike r'\A[1-9][0-9]{0,2},[0-9]{2}0\z' then 160
    when n rlike r'\A[1-9][0-9]{0,2}[.][0-9]{3}\z' then 16
    when n rlike r'\A[1-9][0-9]{0,2},[0-9]{3}\z' then 32
    when n rlike r'\A[1-9][0-9]{0,2}([.][0-9]{3})+(,[0-9]+)?\z' then case when n like '%,%' then 9 else 1 end
    when n rlike r'\A[1-9][0-9]{0,2}(,[0-9]{3})+([.][0-9]+)?\z' then case when n like '%.%' then 6 else 2 end
    when n rlike r'\A[0-9]+[.][0-9]+\z' then 4
    when n rlike r'\A[0-9]+,[0-9]+\z' then 8
    else 0
end;
create or replace temporary function number_marks(t string) returns int
    return case when t rlike r'\A[0-9]+\z' then 0 else bare_number_marks(bare_number(t)) end;

create or replace temporary function number_marks_at_sight(t string) returns int
    return case when t is null or t rlike r'\A[0-9]+\z' then 0 else 2048 end;
