-- Per sector eleven counts, columns (3) to (13); the row of totals is the row without a sector. A row without counts is a heading.
with sector_row as (
    select
        source_sheet, source_row, source_sheet as agency_code,
        case
            when lower(coalesce("Lĩnh vực, công việc giải quyết theo cấp", "TT")) not in ('tổng cộng', 'tổng số', 'tổng', 'cộng')
                then coalesce("Lĩnh vực, công việc giải quyết theo cấp", "TT")
        end as sector,
        "Số lượng hồ sơ tiếp nhận Tổng số" as received,
        "Số lượng hồ sơ tiếp nhận Trong kỳ Trực tuyến" as received_online,
        "Số lượng hồ sơ tiếp nhận Trong kỳ Trực tiếp, dịch vụ bưu chính" as received_direct,
        "Số lượng hồ sơ tiếp nhận Từ kỳ trước" as carried_over,
        "Số lượng hồ sơ đã giải quyết Tổng số" as resolved,
        "Số lượng hồ sơ đã giải quyết Trước hạn" as resolved_early,
        "Số lượng hồ sơ đã giải quyết Đúng hạn" as resolved_on_time,
        "Số lượng hồ sơ đã giải quyết Quá hạn" as resolved_overdue,
        "Số lượng hồ sơ đang giải quyết Tổng số" as in_progress,
        "Số lượng hồ sơ đang giải quyết Trong hạn" as in_progress_in_time,
        "Số lượng hồ sơ đang giải quyết Quá hạn" as in_progress_overdue
    from raw
)
select source_sheet, source_row, 'received' as indicator, agency_code, sector, received as numerator
from sector_row where received is not null
union all
select source_sheet, source_row, 'received_online', agency_code, sector, received_online
from sector_row where received_online is not null
union all
select source_sheet, source_row, 'received_direct', agency_code, sector, received_direct
from sector_row where received_direct is not null
union all
select source_sheet, source_row, 'carried_over', agency_code, sector, carried_over
from sector_row where carried_over is not null
union all
select source_sheet, source_row, 'resolved', agency_code, sector, resolved
from sector_row where resolved is not null
union all
select source_sheet, source_row, 'resolved_early', agency_code, sector, resolved_early
from sector_row where resolved_early is not null
union all
select source_sheet, source_row, 'resolved_on_time', agency_code, sector, resolved_on_time
from sector_row where resolved_on_time is not null
union all
select source_sheet, source_row, 'resolved_overdue', agency_code, sector, resolved_overdue
from sector_row where resolved_overdue is not null
union all
select source_sheet, source_row, 'in_progress', agency_code, sector, in_progress
from sector_row where in_progress is not null
union all
select source_sheet, source_row, 'in_progress_in_time', agency_code, sector, in_progress_in_time
from sector_row where in_progress_in_time is not null
union all
select source_sheet, source_row, 'in_progress_overdue', agency_code, sector, in_progress_overdue
from sector_row where in_progress_overdue is not null
