-- An agency, whatever was ever below it, and what went into them whole. $1 its code
with recursive edge as (
    select code, parent_code as into_code from agency where parent_code is not null
    union
    select code, successor_code from agency_succession where kind = 'whole'
),
within as (
    select cast($1 as varchar) as code
    union
    select edge.code from edge join within on edge.into_code = within.code
)
select code from within
