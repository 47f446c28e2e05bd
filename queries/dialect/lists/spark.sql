-- Lists as decoders write them: of texts and nulls. The same names stand in duckdb.sql beside it.
-- No function may be named in a lambda here, nor take what has one: what is asked of each text is asked of a table of them, and what needs a
-- lambda stands in a question of its own.

-- Read in two dresses: by itself a list is read as far as it goes, and what stands behind it is passed over. A comma before its end is none.
create or replace temporary function json_texts(t string) returns array<string> return (
    select case when size(from_json(concat('[', bare, ']'), 'array<array<string>>', map('allowSingleQuotes', 'false', 'allowNonNumericNumbers', 'false'))) = 1
        and not bare rlike r'(?<!\\)(?:\\\\)*(?:\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])|(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F])'
        then from_json(concat('{"a":', bare, '}'), 'a array<string>', map('allowSingleQuotes', 'false', 'allowNonNumericNumbers', 'false')).a end
    from (select regexp_replace(t, r'([^\[, \t\n\r][ \t\n\r]*),([ \t\n\r]*\][ \t\n\r]*)\z', '$1$2') as bare));
create or replace temporary function json_said(t string) returns array<string> return (
    select filter(texts, a -> a is not null and not a rlike r'\A\p{Zs}*\z') from (select json_texts(t) as texts));

create or replace temporary function json_sum(t string) returns string return case
    when json_texts(t) is null
        or (select bool_or(parse_number(a) is null) from (select json_said(t) as texts) lateral view explode(texts) said as a) then t
    else (select cast(sum(parse_number(a)) as string) from (select json_said(t) as texts) lateral view explode(texts) said as a)
end;

create or replace temporary function json_size(t string) returns string
    return case when json_texts(t) is null then t else cast(size(json_texts(t)) as string) end;
create or replace temporary function json_item(t string, place int) returns string return get(json_texts(t), place - 1);
create or replace temporary function json_holds(t string, wanted string) returns boolean return (
    select array_contains(filter(texts, a -> a is not null), asked) from (select json_texts(t) as texts, wanted as asked));

create or replace temporary function json_flag(t string) returns string return (
    select case when texts is null or exists(flags, a -> a not in ('0', '1', 'true', 'false')) then whole
        when exists(flags, a -> a in ('1', 'true')) then '1' when size(flags) > 0 then '0' end
    from (select transform(said, a -> lower(regexp_replace(a, r'\A\p{Zs}+|\p{Zs}+\z', ''))) as flags, texts, whole
        from (select json_said(t) as said, json_texts(t) as texts, t as whole)));

create or replace temporary function json_filled(t string) returns string return
    case when json_texts(t) is null then t when size(json_said(t)) > 0 then 'true' else 'false' end;

create or replace temporary function json_latest(days string, t string) returns string return case
    when json_texts(t) is null then t
    when (select bool_or(parse_timestamp(a) is null) from (select json_said(days) as texts) lateral view explode(texts) said as a) then days
    else get(json_texts(t), coalesce(
        (select max_by(place, struct(late, place)) from (select place, parse_timestamp(a) as late
            from (select json_texts(days) as texts) lateral view posexplode(texts) of_days as place, a) where late is not null),
        size(json_texts(days)) - 1))
end;
