-- Numbers as people here, spreadsheets and programs write them. The same names stand in spark.sql beside it.

-- A number without its unit, and without the blanks between its thousands: "8 000 đ" is 8000.
create or replace macro bare_number(t) as regexp_replace(regexp_replace(regexp_replace(
    lower(trim(regexp_replace(t, '[\s\x{A0}\x{2000}-\x{200B}\x{202F}\x{3000}]+', ' ', 'g'))),
    '^(?:vnđ|vnd|₫) ?([0-9])', '\1'), '([0-9]) ?(?:đồng|đ|₫|vnđ|vnd|%)[.]?$', '\1'),
    '^([0-9]{1,3}) ([0-9]{3})(?: ([0-9]{3}))?(?: ([0-9]{3}))?([.,][0-9]+)?$', '\1\2\3\4\5');

-- A bare number, with dots or with commas between thousands; null for anything else, a sign included. Of one mark before three digits
-- nobody can tell by itself what it means: see `parse_number` and `parse_decimal`.
create or replace macro read_number(n) as case
    when regexp_full_match(n, '[0-9]+') then try_cast(n as decimal(18, 4))
    when regexp_full_match(n, '[1-9][0-9]{0,2}([.][0-9]{3})+(,[0-9]+)?') then try_cast(replace(replace(n, '.', ''), ',', '.') as decimal(18, 4))
    when regexp_full_match(n, '[1-9][0-9]{0,2}(,[0-9]{3})+([.][0-9]+)?') then try_cast(replace(n, ',', '') as decimal(18, 4))
    when regexp_full_match(n, '[0-9]+[.,][0-9]+') then try_cast(replace(n, ',', '.') as decimal(18, 4))
end;

-- A number in which one mark before three digits stands between thousands: 8.000 and 8,000.
create or replace macro parse_number(t) as
    case when regexp_full_match(t, '[0-9]+') then try_cast(t as decimal(18, 4))
    else list_transform([bare_number(t)], lambda n: read_number(n))[1] end;
-- The same of a column where those of `marks` stand before decimals: 98.125.
create or replace macro parse_decimal(t, marks) as list_transform([bare_number(t)], lambda n: case
    when regexp_full_match(n, '[0-9]{1,3}[.,][0-9]{3}') and contains(marks, left(right(n, 4), 1)) then try_cast(replace(n, ',', '.') as decimal(18, 4))
    else read_number(n) end)[1];

-- A number of a column whose connector names the mark before decimals; null for what is written otherwise.
create or replace macro number_by_mark(t, mark) as list_transform([bare_number(t)], lambda n: case
    when mark = ',' and regexp_full_match(n, '([0-9]+|[0-9]{1,3}([.][0-9]{3})+)(,[0-9]+)?') then try_cast(replace(replace(n, '.', ''), ',', '.') as decimal(18, 4))
    when mark = '.' and regexp_full_match(n, '([0-9]+|[0-9]{1,3}(,[0-9]{3})+)([.][0-9]+)?') then try_cast(replace(n, ',', '') as decimal(18, 4))
end)[1];

-- The same, whole.
create or replace macro parse_count(t) as case
    when regexp_full_match(t, '[0-9]+') then cast(try_cast(t as decimal(18, 4)) as bigint)
    else list_transform([parse_number(t)], lambda n: case when n = floor(n) then cast(n as bigint) end)[1] end;

-- What the writing of a number says of its marks. 1: dots stand between thousands, 4: a dot before decimals, 16: one dot before three
-- digits, which may be either, and 64 more where it ends in a 0, as no program leaves behind decimals it cuts. Of commas the double.
create or replace macro bare_number_marks(n) as case
    when regexp_full_match(n, '[1-9][0-9]{0,2}[.][0-9]{2}0') then 80
    when regexp_full_match(n, '[1-9][0-9]{0,2},[0-9]{2}0') then 160
    when regexp_full_match(n, '[1-9][0-9]{0,2}[.][0-9]{3}') then 16
    when regexp_full_match(n, '[1-9][0-9]{0,2},[0-9]{3}') then 32
    when regexp_full_match(n, '[1-9][0-9]{0,2}([.][0-9]{3})+(,[0-9]+)?') then case when n like '%,%' then 9 else 1 end
    when regexp_full_match(n, '[1-9][0-9]{0,2}(,[0-9]{3})+([.][0-9]+)?') then case when n like '%.%' then 6 else 2 end
    when regexp_full_match(n, '[0-9]+[.][0-9]+') then 4
    when regexp_full_match(n, '[0-9]+,[0-9]+') then 8
    else 0
end;
create or replace macro number_marks(t) as case
    when regexp_full_match(t, '[0-9]+') then 0 else list_transform([bare_number(t)], lambda n: bare_number_marks(n))[1] end;

-- The same at sight: 2048 is a text that is not of figures alone, of which only `number_marks` can tell.
create or replace macro number_marks_at_sight(t) as case when t is null or regexp_full_match(t, '[0-9]+') then 0 else 2048 end;
