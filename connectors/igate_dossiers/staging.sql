select
    source_sheet, source_row,
    "code" as dossier_code,
    -- 1.001612.000.00.00.H48, 1.012784.H21: the province's own writing of the national code.
    coalesce(nullif(regexp_extract("procedure.code", '^([0-9][.][0-9]{6})[.]', 1), ''), "procedure.code") as procedure_code,
    -- Names stand by language: 228 is Vietnamese, 46 English.
    case when json_item("procedure.languages", 2) = '228' then json_item("procedure.names", 2) else json_item("procedure.names", 1) end as procedure_name,
    -- The code is the one a province gave its units, which the registry need not know; where it does, both are the same agency.
    coalesce("agency.name", "agency.code") as solving_agency,
    "agency.code" as solving_agency_also,
    "applyMethod.name" as channel,
    "procedureLevel.name" as service_level,
    "appliedDate" as submitted_at,
    "acceptedDate" as received_at,
    "appointmentDate" as due_at,
    "completedDate" as ended_at,
    "dossierStatus.name" as status
from raw
