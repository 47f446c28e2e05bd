-- A plan says "Quý II", "Thường xuyên" as often as a day: the text is kept, and the day only where it is one.
select
    source_sheet, source_row,
    "Nhiệm vụ" as task,
    "Nội dung" as section,
    "Cơ quan chủ trì" as office_in_charge,
    "Sản phẩm" as product,
    "Thời gian hoàn thành" as due_text,
    case when parse_timestamp("Thời gian hoàn thành") is not null then "Thời gian hoàn thành" end as due_at,
    "Ngày hoàn thành" as done_at,
    "Tình trạng" as task_status
from raw
