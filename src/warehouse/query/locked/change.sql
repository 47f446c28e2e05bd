-- A metric's subjects as they were locked and as they are counted now, and why a subject differs. What is asked of `explained` follows.
with then_row as (
    select agency_code, subject_id, numerator, denominator from read_parquet({file}) where metric_id = {metric}
),
now_row as (
    {counted}
    listed as (select agency_code, subject_id, numerator, denominator from counted)
    select agency_code, subject_id, numerator, denominator from listed where numerator <> 0 or coalesce(denominator, 0) <> 0
),
then_side as (
    select subject_id, min(agency_code) as agency_code, sum(numerator) as numerator, coalesce(sum(denominator), 0) as denominator
    from then_row where true {among} group by subject_id
),
now_side as (
    select subject_id, min(agency_code) as agency_code, sum(numerator) as numerator, coalesce(sum(denominator), 0) as denominator
    from now_row where true {among} group by subject_id
),
sides as (
    select
        coalesce(now_side.subject_id, then_side.subject_id) as subject_id,
        coalesce(now_side.agency_code, then_side.agency_code) as agency_code,
        then_side.subject_id is not null as was_counted, now_side.subject_id is not null as is_counted,
        coalesce(then_side.numerator, 0) as then_numerator, coalesce(then_side.denominator, 0) as then_denominator,
        coalesce(now_side.numerator, 0) as now_numerator, coalesce(now_side.denominator, 0) as now_denominator
    from then_side
    full join now_side on now_side.subject_id = then_side.subject_id
),
-- What counts at another agency than it did.
shifted as (
    select coalesce(then_at.subject_id, now_at.subject_id) as subject_id
    from (
        select agency_code, subject_id, sum(numerator) as numerator, coalesce(sum(denominator), 0) as denominator
        from then_row where true {among} group by agency_code, subject_id
    ) as then_at
    full join (
        select agency_code, subject_id, sum(numerator) as numerator, coalesce(sum(denominator), 0) as denominator
        from now_row where true {among} group by agency_code, subject_id
    ) as now_at on now_at.subject_id = then_at.subject_id and now_at.agency_code = then_at.agency_code
    where then_at.numerator is distinct from now_at.numerator or then_at.denominator is distinct from now_at.denominator
),
differing as (
    select * from sides
    where then_numerator <> now_numerator or then_denominator <> now_denominator
        or ({by_agency} and subject_id in (select subject_id from shifted))
),
-- Which exports tell of a dossier: those that were there when the period was locked, and later ones.
told as (
    select dossier_code, bool_or(source_id in ({sources})) as was_told, bool_or(source_id not in ({sources})) as is_told_since
    from dossier_version
    where dossier_code in (select subject_id from differing)
    group by dossier_code
),
explained as (
    select
        differing.*,
        case
            when not {is_dossier} then case when not was_counted then 'only_now' when not is_counted then 'only_then' else 'both' end
            when told.dossier_code is null and not is_counted then 'gone'
            when not coalesce(told.was_told, true) then 'added'
            when then_numerator = now_numerator and then_denominator = now_denominator then 'moved'
            when not was_counted and differing.subject_id in (select subject_id from then_row) then 'moved'
            when not is_counted and differing.subject_id in (select subject_id from now_row) then 'moved'
            when coalesce(told.is_told_since, false) then 'corrected'
            else 'recounted'
        end as reason
    from differing
    left join told on told.dossier_code = differing.subject_id
)
