-- The subjects behind a number: their events of the period, summed.
-- $1 first day, $2 last day, $3 agency with those below it, or all
with recursive known as (
    -- Agencies as they were in the period, as in tree.sql.
    select code, parent_code
    from agency
    qualify row_number() over (
        partition by code
        order by valid_from <= cast($2 as date) and coalesce(valid_to, date '9999-12-31') >= cast($1 as date) desc, valid_from desc
    ) = 1
),
below as (
    select cast($3 as varchar) as code
    union
    select known.code from known join below on known.parent_code = below.code
),
counted as (
    select
        subject_id, agency_code,
        -- A subject that counts once in a period does so on however many of its days.
        coalesce(sum(numerator) filter (where kind <> 'once'), 0) + coalesce(max(numerator) filter (where kind = 'once'), 0) as numerator,
        case when count(denominator) > 0 then
            coalesce(sum(denominator) filter (where kind <> 'once'), 0) + coalesce(max(denominator) filter (where kind = 'once'), 0)
        end as denominator
    from {view}
    where (cast($3 as varchar) is null or agency_code in (select code from below))
        and on_day <= cast($2 as date)
        and case
            when kind in ('flow', 'once') then on_day >= cast($1 as date)
            else on_day <= (select known_until from build) and cast($1 as date) <= (select known_until from build)
        end
    group by subject_id, agency_code
),
