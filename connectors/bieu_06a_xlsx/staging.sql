-- Per section and sector eleven counts, columns (3) to (13). A section is the system its rows are of, else what its heading says, and a
-- heading may hold the section's totals. The row of totals has neither section nor sector. A row without counts yields nothing.
with line as (
    select
        source_sheet, source_row, "Lĩnh vực, công việc giải quyết theo cấp" as name,
        lower(coalesce("Lĩnh vực, công việc giải quyết theo cấp", "TT")) as words,
        -- Sections are numbered I, II … or A, B …, sectors 1, 2 ….
        coalesce(translate(upper("TT"), 'IVXABCDĐE.) ', '') = '', false) as is_lettered
    from archived
),
known_line as (
    select
        *, is_lettered or words like '%trên hệ thống%' as is_heading,
        words like 'tổng' or words like 'cộng' or words like 'tổng cộng%' or words like 'tổng số%' as is_total,
        words like '%hệ thống%' and (words like '%bộ%' or words like '%trung ương%') as is_of_ministry,
        words like '%hệ thống%' and (words like '%tỉnh%' or words like '%thành phố%' or words like '%địa phương%') as is_of_province
    from line
),
placed as (
    select
        *, max(case when is_heading then source_row end) over (partition by source_sheet order by source_row) as heading_row,
        case
            when is_of_ministry and not is_of_province then 'ministry'
            when is_of_province and not is_of_ministry then 'province'
            else coalesce(name, words)
        end as named_section
    from known_line
),
sector_row as (
    select
        raw.source_sheet, raw.source_row, raw.source_sheet as agency_code,
        case when not placed.is_total then heading.named_section end as section,
        case
            when not placed.is_total and not placed.is_heading and placed.words not like 'cộng %' then coalesce(placed.name, raw."TT")
        end as sector,
        raw."Số lượng hồ sơ tiếp nhận Tổng số" as received,
        raw."Số lượng hồ sơ tiếp nhận Trong kỳ Trực tuyến" as received_online,
        raw."Số lượng hồ sơ tiếp nhận Trong kỳ Trực tiếp, dịch vụ bưu chính" as received_direct,
        raw."Số lượng hồ sơ tiếp nhận Từ kỳ trước" as carried_over,
        raw."Số lượng hồ sơ đã giải quyết Tổng số" as resolved,
        raw."Số lượng hồ sơ đã giải quyết Trước hạn" as resolved_early,
        raw."Số lượng hồ sơ đã giải quyết Đúng hạn" as resolved_on_time,
        raw."Số lượng hồ sơ đã giải quyết Quá hạn" as resolved_overdue,
        raw."Số lượng hồ sơ đang giải quyết Tổng số" as in_progress,
        raw."Số lượng hồ sơ đang giải quyết Trong hạn" as in_progress_in_time,
        raw."Số lượng hồ sơ đang giải quyết Quá hạn" as in_progress_overdue
    from raw
    join placed on placed.source_sheet = raw.source_sheet and placed.source_row = raw.source_row
    left join placed as heading on heading.source_sheet = placed.source_sheet and heading.source_row = placed.heading_row
)
select source_sheet, source_row, 'received_and_carried_over' as indicator, agency_code, section, sector, received as numerator from sector_row where received is not null
union all
select source_sheet, source_row, 'received_online', agency_code, section, sector, received_online from sector_row where received_online is not null
union all
select source_sheet, source_row, 'received_direct', agency_code, section, sector, received_direct from sector_row where received_direct is not null
union all
select source_sheet, source_row, 'carried_over', agency_code, section, sector, carried_over from sector_row where carried_over is not null
union all
select source_sheet, source_row, 'resolved', agency_code, section, sector, resolved from sector_row where resolved is not null
union all
select source_sheet, source_row, 'resolved_early', agency_code, section, sector, resolved_early from sector_row where resolved_early is not null
union all
select source_sheet, source_row, 'resolved_on_time', agency_code, section, sector, resolved_on_time from sector_row where resolved_on_time is not null
union all
select source_sheet, source_row, 'resolved_overdue', agency_code, section, sector, resolved_overdue from sector_row where resolved_overdue is not null
union all
select source_sheet, source_row, 'in_progress', agency_code, section, sector, in_progress from sector_row where in_progress is not null
union all
select source_sheet, source_row, 'in_progress_in_time', agency_code, section, sector, in_progress_in_time from sector_row where in_progress_in_time is not null
union all
select source_sheet, source_row, 'in_progress_overdue', agency_code, section, sector, in_progress_overdue from sector_row where in_progress_overdue is not null
