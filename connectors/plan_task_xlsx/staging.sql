-- A plan says "Quý II", "Thường xuyên" as often as a day: the text is kept, and the day only where it is one. A day among other
-- words ("trước ngày 20/12/2023") is handed on as it is, so that it is listed as one that cannot be read.
select
    source_sheet, source_row,
    "Nhiệm vụ" as task,
    "Nội dung" as section,
    "Cơ quan chủ trì" as office_in_charge,
    "Sản phẩm" as product,
    "Thời gian hoàn thành" as due_text,
    case when parse_timestamp("Thời gian hoàn thành") is not null
        or "Thời gian hoàn thành" like '%_/__/20__%' or "Thời gian hoàn thành" like '%_/_/20__%' or "Thời gian hoàn thành" like '%_.__.20__%'
        or "Thời gian hoàn thành" like '%_-__-20__%' or "Thời gian hoàn thành" like '%ngày%tháng%năm%'
        then "Thời gian hoàn thành" end as due_at,
    "Ngày hoàn thành" as done_at,
    "Tình trạng" as task_status
from raw
