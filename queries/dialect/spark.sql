-- Functions that DuckDB and Spark write differently. The same names stand in duckdb.sql; nothing else may differ.

create or replace temporary function promised_until(due_at timestamp_ntz) returns timestamp_ntz
    return case when date_format(due_at, 'HH:mm:ss') = '00:00:00' then due_at + interval '86399.999999' second else due_at end;

create or replace temporary function days_between(earlier timestamp_ntz, later timestamp_ntz) returns bigint return datediff(later, earlier);
create or replace temporary function iso_weekday(d date) returns int return weekday(d) + 1;
create or replace temporary function one_year_after(d date) returns date return add_months(d, 12);

create or replace temporary function shown_instant(t timestamp_ntz) returns string return
    case when date_format(t, 'HH:mm:ss') = '00:00:00' then date_format(t, 'dd/MM/yyyy') else date_format(t, 'dd/MM/yyyy HH:mm') end;

-- What recognises a text and does not tell it, as 64 small digits.
create or replace temporary function text_digest(t string) returns string return sha2(t, 256);
