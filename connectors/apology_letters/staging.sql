select
    source_sheet, source_row,
    "Mã hồ sơ" as dossier_code,
    "Ngày gửi văn bản xin lỗi" as sent_at,
    "Số, ký hiệu văn bản" as letter_number
from raw
where "Ngày gửi văn bản xin lỗi" is not null
