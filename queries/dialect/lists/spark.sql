-- Lists as decoders write them. The same names stand in duckdb.sql beside it.
create or replace temporary function json_texts(t string) returns array<string> return from_json(t, 'array<string>');
create or replace temporary function json_said(t string) returns array<string>
    return filter(json_texts(t), a -> a is not null and trim(a) <> '');

create or replace temporary function json_sum(t string) returns string return case
    when json_texts(t) is null or exists(json_said(t), a -> parse_number(a) is null) then t
    when size(json_said(t)) = 0 then null
    else cast(aggregate(json_said(t), cast(0 as decimal(18, 4)), (sum, a) -> cast(sum + parse_number(a) as decimal(18, 4))) as string)
end;

create or replace temporary function json_size(t string) returns string
    return case when json_texts(t) is null then t else cast(size(json_texts(t)) as string) end;
create or replace temporary function json_item(t string, place int) returns string return get(json_texts(t), place - 1);
create or replace temporary function json_holds(t string, wanted string) returns boolean
    return array_contains(filter(json_texts(t), a -> a is not null), wanted);

create or replace temporary function json_flag(t string) returns string return case
    when json_texts(t) is null or exists(json_said(t), a -> lower(trim(a)) not in ('0', '1', 'true', 'false')) then t
    when exists(json_said(t), a -> lower(trim(a)) in ('1', 'true')) then '1'
    when size(json_said(t)) > 0 then '0'
end;

create or replace temporary function json_filled(t string) returns string return
    case when json_texts(t) is null then t when size(json_said(t)) > 0 then 'true' else 'false' end;

create or replace temporary function json_latest(days string, t string) returns string return case
    when json_texts(t) is null then t
    when exists(json_said(days), a -> parse_timestamp(a) is null) then days
    else element_at(transform(array(reverse(transform(json_texts(days), a -> parse_timestamp(a)))),
        late -> element_at(json_texts(t), cast(size(late) + 1 - greatest(coalesce(array_position(late, array_max(late)), 1), 1) as int))), 1)
end;
