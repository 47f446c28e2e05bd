-- How many rows each check found at an agency and those below it. $1 its code
with recursive below as (
    select cast($1 as varchar) as code
    union
    select agency.code from agency join below on agency.parent_code = below.code
)
select check_id, count(*) as found
from check_row
where agency_code in (select code from below)
group by check_id
