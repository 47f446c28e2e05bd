-- Functions that DuckDB and Spark write differently. The same names stand in duckdb.sql; nothing else may differ.

create or replace temporary function json_sum(t string) returns string return case
    when from_json(t, 'array<decimal(18,4)>') is null then t
    when size(filter(from_json(t, 'array<decimal(18,4)>'), a -> a is not null)) = 0 then null
    else cast(aggregate(from_json(t, 'array<decimal(18,4)>'), cast(0 as decimal(18, 4)),
        (sum, a) -> cast(sum + coalesce(a, 0) as decimal(18, 4))) as string)
end;
create or replace temporary function json_size(t string) returns bigint return size(from_json(t, 'array<string>'));
create or replace temporary function json_last(t string) returns string return element_at(from_json(t, 'array<string>'), -1);
create or replace temporary function json_item(t string, place int) returns string
    return get(from_json(t, 'array<string>'), place - 1);
create or replace temporary function json_holds(t string, wanted string) returns boolean
    return array_contains(filter(from_json(t, 'array<string>'), a -> a is not null), wanted);
create or replace temporary function json_is_filled(t string) returns boolean
    return size(filter(from_json(t, 'array<string>'), a -> a <> '')) > 0;

create or replace temporary function promised_until(due_at timestamp_ntz) returns timestamp_ntz
    return case when date_format(due_at, 'HH:mm:ss') = '00:00:00' then due_at + interval '86399.999999' second else due_at end;

create or replace temporary function days_between(earlier timestamp_ntz, later timestamp_ntz) returns bigint return datediff(later, earlier);
create or replace temporary function iso_weekday(d date) returns int return weekday(d) + 1;
create or replace temporary function one_year_after(d date) returns date return add_months(d, 12);

create or replace temporary function shown_instant(t timestamp_ntz) returns string return
    case when date_format(t, 'HH:mm:ss') = '00:00:00' then date_format(t, 'dd/MM/yyyy') else date_format(t, 'dd/MM/yyyy HH:mm') end;
