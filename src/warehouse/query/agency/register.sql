-- What tells one register of agencies from another: how many rows there are, and two sums of what is in them
with hashed as (
    select 'agency' as kind, hash(it) as hash from agency as it
    union all
    select 'succession', hash(it) from agency_succession as it
)
select coalesce(string_agg(concat_ws(' ', kind, rows, total, mixed), ', ' order by kind), '')
from (select kind, count(*) as rows, sum(hash) as total, bit_xor(hash) as mixed from hashed group by kind)
