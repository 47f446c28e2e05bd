select source_sheet, source_row, "departmentCode" as agency_code, "ratio" as value, "totalScore" as score
from raw
