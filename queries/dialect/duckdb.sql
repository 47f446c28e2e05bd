-- Functions that DuckDB and Spark write differently. The same names stand in spark.sql; nothing else may differ.

-- A portal's date text as local civil time; null when it is none. Instants with an offset become +07:00.
create or replace macro parse_timestamp(t) as case
    when t like '__/__/____ __:__:__' then try_strptime(t, '%d/%m/%Y %H:%M:%S')
    when t like '__/__/____' then try_strptime(t, '%d/%m/%Y')
    when t like '__/__/____ __:__' then try_strptime(t, '%d/%m/%Y %H:%M')
    when t like '____-__-__ __:__:__' or t like '____-__-__' or t like '____-__-__T__:__:__' then try_cast(t as timestamp)
    when regexp_full_match(t, '[0-9]{14}') then try_strptime(t, '%Y%m%d%H%M%S')
    when regexp_full_match(t, '[0-9]{4}-.*(Z|[+-][0-9]{2}:?[0-9]{2})') then try_cast(t as timestamp) + interval '7' hour
end;

-- Whether any of the numbers of a JSON array ('[8000,0]') is there, and their sum; null for no array.
create or replace macro json_sum(t) as list_sum(try_cast(t as decimal(18, 4)[]));
create or replace macro json_size(t) as len(try_cast(t as varchar[]));
create or replace macro json_last(t) as try_cast(t as varchar[])[-1];

-- A promised day without an hour is kept until that day is over.
create or replace macro promised_until(due_at) as
    case when cast(due_at as time) = time '00:00:00' then due_at + interval '1' day else due_at end;
