-- An agency and those below it, as they were in a period: $1 first day, $2 last day, $3 the agency; none is all
with recursive known as (
    -- Agencies as they were in the period, as in tree.rs.
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
