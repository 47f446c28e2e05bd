-- The answer has the counts for the province only, or for a unit asked for alone; for its units a score and a share of it.
-- A group with another maximum than 12 is not this one: it gets no indicator and is listed.
select
    source_sheet, source_row,
    case when "totalMaxScore" = '12' then 'online_766' end as indicator,
    "departmentCode" as agency_code, "departmentName" as agency_code_also,
    cast(null as string) as numerator, cast(null as string) as denominator,
    "ratio" as value, "totalScore" as score
from raw
union all
select source_sheet, source_row, 'online_dossiers_766', "departmentCode", "departmentName", "channelOnlineSum", "channelTotalSum", null, null
from raw where "channelTotalSum" is not null
union all
select
    source_sheet, source_row, 'online_services_with_dossiers_766', "departmentCode", "departmentName", "onlineDossierCount", "onlineServiceTotal", null, null
from raw where "onlineServiceTotal" is not null
union all
select source_sheet, source_row, 'full_online_procedures_766', "departmentCode", "departmentName", "fullCount", "authorityCount", null, null
from raw where "authorityCount" is not null
union all
select source_sheet, source_row, 'partial_online_procedures_766', "departmentCode", "departmentName", "partialCount", "authorityCount", null, null
from raw where "authorityCount" is not null
