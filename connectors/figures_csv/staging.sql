select
    source_sheet, source_row,
    coalesce("Nguồn", 'office') as publisher,
    "Chỉ tiêu" as indicator,
    "Đơn vị" as agency_code,
    "Kỳ" as period_id,
    "Lĩnh vực" as sector,
    "Tử số" as numerator,
    "Mẫu số" as denominator,
    "Giá trị" as value,
    "Điểm" as score
from raw
