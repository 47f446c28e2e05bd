-- The export has no column for the agency. Its title names whose register it is, which for a district's or a province's register is
-- not who solves the dossier; the area is the only thing a row itself says, so the area's committee is taken as the solving agency.
-- later: an [agency] read from the title gives receiving_agency.
select
    source_sheet, source_row,
    "Mã hồ sơ" as dossier_code,
    "Thủ tục/Lĩnh vực" as procedure_name,
    "Địa bàn" as solving_agency,
    "Nhận hồ sơ" as received_at,
    "Hẹn trả kết quả" as due_at,
    "Ngày có kết quả/nhận kết quả" as ended_at,
    -- There is no status either: a result's day says that the dossier is done.
    case when "Ngày có kết quả/nhận kết quả" is not null then 'finished' else 'in_progress' end as status
from raw
