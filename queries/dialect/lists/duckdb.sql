-- Lists as decoders write them: JSON arrays of texts ('["8.000 đ",null]'). The same names stand in spark.sql beside it.
-- A list of which one text cannot be read is given back as it is, so that it is rejected with its reason: a cast of the whole list makes
-- such a text null and keeps the others.

-- Its texts; null where it is no list.
create or replace macro json_texts(t) as try(from_json(t, '["VARCHAR"]'));
create or replace macro json_said(t) as list_filter(json_texts(t), lambda a: trim(a) <> '');

-- The sum of its numbers, each written as any other number may be; null where none is said.
create or replace macro json_sum(t) as case
    when json_texts(t) is null or len(list_filter(json_said(t), lambda a: parse_number(a) is null)) > 0 then t
    else cast(list_sum(list_transform(json_said(t), lambda a: parse_number(a))) as varchar)
end;

-- How many it holds; the text at a place, counted from 1; whether a text stands in it.
create or replace macro json_size(t) as case when json_texts(t) is null then t else cast(len(json_texts(t)) as varchar) end;
create or replace macro json_item(t, place) as json_texts(t)[place];
create or replace macro json_holds(t, wanted) as list_contains(json_texts(t), wanted);

-- '1' where one of its flags is set, '0' where none of those that are said is.
create or replace macro json_flag(t) as case
    when json_texts(t) is null or len(list_filter(json_said(t), lambda a: lower(trim(a)) not in ('0', '1', 'true', 'false'))) > 0 then t
    when len(list_filter(json_said(t), lambda a: lower(trim(a)) in ('1', 'true'))) > 0 then '1'
    when len(json_said(t)) > 0 then '0'
end;

-- Whether it holds any text at all.
create or replace macro json_filled(t) as
    case when json_texts(t) is null then t when len(json_said(t)) > 0 then 'true' else 'false' end;

-- Of several lists side by side, what `t` holds beside the latest of `days`: whichever end of the list is the newer. Of two as late, and
-- where no day is said, the last.
create or replace macro json_latest(days, t) as case
    when json_texts(t) is null then t
    when len(list_filter(json_said(days), lambda a: parse_timestamp(a) is null)) > 0 then days
    else list_transform([list_reverse(list_transform(json_texts(days), lambda a: parse_timestamp(a)))],
        lambda late: json_texts(t)[len(late) + 1 - coalesce(list_position(late, list_max(late)), 1)])[1]
end;
