-- Functions that DuckDB and Spark write differently. The same names stand in duckdb.sql; nothing else may differ. This file is run first, the
-- others in the order of their paths: docs/adr/0003 says what is proven of them.

-- Local civil time has no zone: no instant may be moved by the one of a session. What cannot be worked out is an error, as in the other engine.
set spark.sql.session.timeZone = UTC;
set spark.sql.timestampType = TIMESTAMP_NTZ;
set spark.sql.ansi.enabled = true;

create or replace temporary function promised_until(due_at timestamp_ntz) returns timestamp_ntz return
    case when due_at = cast(cast(due_at as date) as timestamp_ntz) then due_at + interval '86399.999999' second else due_at end;

create or replace temporary function days_between(earlier timestamp_ntz, later timestamp_ntz) returns bigint return datediff(later, earlier);
create or replace temporary function iso_weekday(d date) returns bigint return weekday(d) + 1;
create or replace temporary function one_year_after(d date) returns date return add_months(d, 12);

-- Not by date_format, which takes an instant for one of the session's zone.
create or replace temporary function shown_instant(t timestamp_ntz) returns string return concat(substr(cast(t as string), 9, 2), '/', substr(cast(t as string), 6, 2), '/',
    left(cast(t as string), 4), case when t = cast(cast(t as date) as timestamp_ntz) then '' else concat(' ', substr(cast(t as string), 12, 5)) end);

-- What recognises a text and does not tell it, as 64 small digits.
create or replace temporary function text_digest(t string) returns string return sha2(t, 256);
