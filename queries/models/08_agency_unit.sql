-- One row per code: from the first to the last day any agency had it. A successor that keeps the code goes on as the same unit.
create view agency_unit as
select
    code, max(level) as level, min(valid_from) as valid_from,
    case when count(valid_to) < count(*) then null else max(valid_to) end as valid_to
from agency
group by code;
