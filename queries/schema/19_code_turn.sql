-- Which codes mean another agency from a day on.

-- One row per code and day from which another agency has it than before: one that took others in too, or a part of what was divided.
-- `is_whole`: the one before went into it whole. An agency that got another name alone is the same.
create view code_turn as
with ended as (
    select
        code, on_day, count(*) as heirs,
        max(case when successor_code = code then 1 else 0 end) = 1 as is_kept
    from agency_succession
    group by code, on_day
),
made as (
    select successor_code, on_day, count(*) as parts from agency_succession group by successor_code, on_day
)
select ended.code, ended.on_day, ended.heirs = 1 and ended.is_kept as is_whole
from ended
join made on made.successor_code = ended.code and made.on_day = ended.on_day
where ended.heirs > 1 or made.parts > 1 or not ended.is_kept;

-- One row per code that passed to a part of its agency alone: who had it from a day on until the day before another one, as a code with
-- a day. What is not done by then is of the whole, and nobody knows of which part.
create view divided_code as
select code, from_on, on_day, code || '@' || cast(on_day - 1 as string) as dated_code
from (
    select
        code, on_day, is_whole,
        lag(on_day, 1, date '0001-01-01') over (partition by code order by on_day) as from_on
    from code_turn
) as turn
where not is_whole;
