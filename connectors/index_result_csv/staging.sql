select
    source_sheet, source_row,
    "Chỉ số" as index_id,
    "Đơn vị" as agency_code,
    "Năm" as year,
    "Nội dung" as section,
    "Điểm" as score,
    "Điểm tối đa" as max_score,
    split_part("Thứ hạng", '/', 1) as rank,
    coalesce("Tổng số đơn vị", nullif(split_part("Thứ hạng", '/', 2), '')) as ranked_of,
    "Mục tiêu" as target
from raw
