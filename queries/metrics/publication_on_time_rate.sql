-- id          = "publication_on_time_rate"
-- name        = "Tỷ lệ thủ tục được công khai đúng hạn"
-- short_name  = "Công khai đúng hạn"
-- unit        = "percent"
-- subject     = "procedure"
-- stands_on   = "procedure"
-- events      = ["flow"]
-- better      = "higher"
-- numerator   = "trong số đó, thủ tục công khai trong 5 ngày làm việc từ ngày quyết định"
-- denominator = "thủ tục có quyết định công bố trong kỳ, đã công khai hoặc đã quá hạn công khai"
-- rule        = "date"
-- rule_name   = "theo ngày làm việc"
-- statuses    = "tính thủ tục ghi cơ quan công bố, hoặc nạp bởi văn phòng có ghi đơn vị của mình"
-- source      = "theo Quyết định 766/QĐ-TTg"
-- published_as = "public_update_on_time_766"
-- example     = "Quyết định thứ Hai 05/06, công khai thứ Hai 12/06 (ngày làm việc thứ 5) là đúng hạn, 13/06 là quá hạn"
-- since       = 2022-06-23
with latest as (
    select
        procedure_code, agency_code, announced_at, published_at, snapshot_at, source_id
    from procedure_version
    qualify row_number() over (
        partition by procedure_code, agency_code, announced_at
        order by snapshot_at desc, source_number desc, published_at desc nulls last, source_sheet desc, source_row desc
    ) = 1
),
judged as (
    select
        coalesce(latest.agency_code, source.scope_code) as agency_code, latest.procedure_code, latest.snapshot_at,
        announced.day as announced_on, cast(latest.published_at as date) as published_on, due.day as due_on
    from latest
    join source on source.id = latest.source_id
    join calendar_day as announced on announced.day = cast(latest.announced_at as date)
    join parameter on parameter.id = 'publication_days'
    join calendar_day as due on due.is_working and due.working_number = announced.working_number + parameter.value
)
select agency_code, announced_on as on_day, procedure_code as subject_id, 'flow' as kind,
    case when published_on <= due_on then 1 else 0 end as numerator, 1 as denominator
from judged
where agency_code is not null and (published_on is not null or due_on < cast(snapshot_at as date))
