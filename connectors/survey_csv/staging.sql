select
    source_sheet, source_row,
    "Đơn vị" as agency_code,
    "Ngày khảo sát" as surveyed_at,
    "Loại khảo sát" as survey_kind,
    "Yếu tố" as factor,
    "Câu hỏi" as question,
    "Mức đánh giá" as answer,
    "Điểm" as score,
    coalesce("Số phiếu", '1') as answer_count,
    "Mã phiếu" as paper_code
from raw
