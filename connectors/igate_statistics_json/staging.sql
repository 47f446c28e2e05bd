-- Per agency one count a row. An agency without a code is looked up by its name; one with both must be the same by both.
select
    source_sheet, source_row, 'received' as indicator, coalesce("agency.code", "agency.name") as agency_code, "agency.name" as agency_code_also, "received" as numerator
from raw
union all
select source_sheet, source_row, 'received_online', coalesce("agency.code", "agency.name"), "agency.name", "receivedOnline"
from raw where "receivedOnline" is not null
union all
select source_sheet, source_row, 'received_direct', coalesce("agency.code", "agency.name"), "agency.name", "receivedDirect"
from raw where "receivedDirect" is not null
union all
select source_sheet, source_row, 'resolved', coalesce("agency.code", "agency.name"), "agency.name", "resolved"
from raw where "resolved" is not null
union all
select source_sheet, source_row, 'resolved_early', coalesce("agency.code", "agency.name"), "agency.name", "resolvedEarly"
from raw where "resolvedEarly" is not null
union all
select source_sheet, source_row, 'resolved_on_time', coalesce("agency.code", "agency.name"), "agency.name", "resolvedOnTime"
from raw where "resolvedOnTime" is not null
union all
select source_sheet, source_row, 'resolved_overdue', coalesce("agency.code", "agency.name"), "agency.name", "resolvedOverdue"
from raw where "resolvedOverdue" is not null
union all
select source_sheet, source_row, 'in_progress', coalesce("agency.code", "agency.name"), "agency.name", "unresolved"
from raw where "unresolved" is not null
union all
select source_sheet, source_row, 'in_progress_in_time', coalesce("agency.code", "agency.name"), "agency.name", "unresolvedOnTime"
from raw where "unresolvedOnTime" is not null
union all
select source_sheet, source_row, 'in_progress_overdue', coalesce("agency.code", "agency.name"), "agency.name", "unresolvedOverdue"
from raw where "unresolvedOverdue" is not null
union all
select source_sheet, source_row, 'cancelled', coalesce("agency.code", "agency.name"), "agency.name", "cancelled"
from raw where "cancelled" is not null
