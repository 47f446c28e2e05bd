-- id          = "petition_on_time_rate"
-- name        = "Tỷ lệ phản ánh, kiến nghị được xử lý đúng hạn"
-- short_name  = "PAKN đúng hạn"
-- unit        = "percent"
-- subject     = "petition"
-- events      = ["flow"]
-- better      = "higher"
-- numerator   = "trong số đó, được trả lời không sau ngày đến hạn"
-- denominator = "phản ánh, kiến nghị được trả lời đúng hạn trong kỳ, và phản ánh, kiến nghị quá hạn trong kỳ, đã trả lời hay chưa"
-- rule        = "date"
-- rule_name   = "theo ngày"
-- statuses    = "tính: đã trả lời, đã công khai, từ chối; đang xử lý chỉ tính khi đã quá hạn; chờ bổ sung thông tin thì chưa tính; không ghi hạn thì hạn là 15 ngày làm việc từ ngày tiếp nhận (parameter.csv)"
-- source      = "theo Quyết định 766/QĐ-TTg"
-- published_as = "petition_processing_on_time_766"
-- example     = "Bốn phản ánh: ba trả lời đúng hạn, một chưa trả lời mà quá hạn: 3 / 4 = 75%"
-- since       = 2022-06-23
with judged as (
    select
        petition.agency_code, petition.petition_code, petition.petition_status, petition.snapshot_at,
        cast(petition.answered_at as date) as answered_on,
        coalesce(cast(petition.due_at as date), due.day) as due_on
    from petition
    left join calendar_day as received on received.day = cast(petition.received_at as date)
    left join parameter on parameter.id = 'petition_days'
    left join calendar_day as due on due.is_working and due.working_number = received.working_number + parameter.value
)
select
    agency_code,
    case when answered_on <= due_on then answered_on else due_on + 1 end as on_day,
    petition_code as subject_id,
    'flow' as kind,
    case when answered_on <= due_on then 1 else 0 end as numerator,
    1 as denominator
from judged
where due_on is not null
    -- What nobody answered is late as soon as an export shows it after its day.
    and (answered_on is not null or (petition_status in ('received', 'in_progress') and due_on < cast(snapshot_at as date)))
