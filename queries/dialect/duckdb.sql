-- Functions that DuckDB and Spark write differently. The same names stand in spark.sql; nothing else may differ.

-- A promised day without an hour lasts until its last moment.
create or replace macro promised_until(due_at) as
    case when cast(due_at as time) = time '00:00:00' then due_at + interval '86399999999' microsecond else due_at end;

-- Days from one to another; the day of the week, Monday being 1; the same day of the next year, of 29 February the 28th.
create or replace macro days_between(earlier, later) as cast(later as date) - cast(earlier as date);
create or replace macro iso_weekday(d) as isodow(d);
create or replace macro one_year_after(d) as cast(d + interval '1' year as date);

-- An instant as people here write it; a day without an hour is a day.
create or replace macro shown_instant(t) as
    case when cast(t as time) = time '00:00:00' then strftime(t, '%d/%m/%Y') else strftime(t, '%d/%m/%Y %H:%M') end;

-- What recognises a text and does not tell it, as 64 small digits.
create or replace macro text_digest(t) as sha256(t);
