select source_sheet, source_row, "departmentCode" as agency_code, "departmentName" as agency_code_also, "ratio" as value, "totalScore" as score
from raw
