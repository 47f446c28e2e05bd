-- Two metrics side by side, dossier by dossier, and why they differ. What is asked of `explained` follows.
with asked as (select cast($1 as date) as first_day, cast($2 as date) as last_day),
first_side as (
    {first}
    summed as (select subject_id, sum(numerator) as numerator, sum(denominator) as denominator from counted group by subject_id)
    select * from summed
),
second_side as (
    {second}
    summed as (select subject_id, sum(numerator) as numerator, sum(denominator) as denominator from counted group by subject_id)
    select * from summed
),
sides as (
    select
        coalesce(first_side.subject_id, second_side.subject_id) as subject_id,
        coalesce(first_side.numerator, 0) as first_numerator, coalesce(first_side.denominator, 0) as first_denominator,
        coalesce(second_side.numerator, 0) as second_numerator, coalesce(second_side.denominator, 0) as second_denominator
    from first_side
    full join second_side on second_side.subject_id = first_side.subject_id
),
differing as (
    select *, case when first_denominator = 0 then 'only_second' when second_denominator = 0 then 'only_first' else 'both' end as counted_by
    from sides
    where first_numerator <> second_numerator or first_denominator <> second_denominator
),
-- One reason a dossier, whatever the content says of it.
reasons as (select subject_id, min(reason) as reason from ({reasons}) group by subject_id),
explained as (
    select differing.*, reasons.reason
    from differing
    left join reasons on reasons.subject_id = differing.subject_id
)
