-- What follows `own` and `reporting`: agencies as they were at the end of the period, and sums up the tree.
known as (
    select
        code, name, level, parent_code,
        valid_from <= cast($3 as date) and coalesce(valid_to, date '9999-12-31') >= cast($2 as date) as existed
    from agency
    qualify row_number() over (
        partition by code
        order by existed desc, valid_from desc
    ) = 1
),
-- One row per reporting agency and each agency it counts for: itself, its parent, its grandparent.
counts_for as (
    select agency_code as own_code, agency_code as code from reporting
    union all
    select reporting.agency_code, parent.parent_code
    from reporting join known as parent on parent.code = reporting.agency_code
    where parent.parent_code is not null
    union all
    select reporting.agency_code, grandparent.parent_code
    from reporting
    join known as parent on parent.code = reporting.agency_code
    join known as grandparent on grandparent.code = parent.parent_code
    where grandparent.parent_code is not null
),
summed as (
    select
        counts_for.code,
        bool_or(counts_for.own_code = counts_for.code) as is_reporting,
        cast(coalesce(sum(own.numerator), 0) as bigint) as numerator,
        cast(coalesce(sum(own.denominator), 0) as bigint) as denominator
    from counts_for
    left join own on own.agency_code = counts_for.own_code
    where not {published} or counts_for.own_code = counts_for.code
        or counts_for.code not in (select agency_code from reporting)
    group by counts_for.code
)
select
    summed.code, coalesce(known.name, summed.code) as name, coalesce(known.level, '') as level, known.parent_code,
    summed.is_reporting, summed.numerator, summed.denominator
from summed
left join known on known.code = summed.code
-- An agency of another time is listed only with numbers.
where coalesce(known.existed, true) or summed.numerator <> 0 or summed.denominator <> 0
order by summed.code
