-- id          = "progress_766"
-- name        = "Tiến độ giải quyết hồ sơ (bộ chỉ số 766)"
-- short_name  = "Đúng hạn, trong hạn (766)"
-- unit        = "percent"
-- events      = ["flow", "stock"]
-- better      = "higher"
-- numerator   = "hồ sơ xử lý trước hạn, đúng hạn trong kỳ + hồ sơ đang xử lý còn trong hạn đến hết kỳ"
-- denominator = "hồ sơ giải quyết xong trong kỳ + hồ sơ đang xử lý đến hết kỳ"
-- rule        = "timestamp"
-- rule_name   = "theo giờ, bộ chỉ số 766"
-- statuses    = "tính: đang giải quyết, xong, đã trả, rút và dừng (khi có ngày kết thúc); không tính: mới đăng ký, không được tiếp nhận; hai lần yêu cầu bổ sung là quá hạn; thời gian chờ bổ sung được trừ; chờ bổ sung lần đầu tính đến lúc yêu cầu; không có ngày hẹn trả thì hạn là thời hạn tối đa của thủ tục trong danh mục (ngày làm việc từ ngày tiếp nhận), không biết cả thời hạn thì không tính; hẹn trả chỉ ghi ngày thì tính đến hết ngày"
-- source      = "theo Quyết định 766/QĐ-TTg"
-- example     = "Hẹn 06/03 9:00:00: xong 9:00:00 là đúng hạn, xong 9:00:01 là quá hạn. Một trong hai hồ sơ: 1 / 2 = 50%"
-- since       = 2022-06-23
with received as (
    select
        solving_agency, dossier_code, received_at, due_at, status, coalesce(ended_at, returned_at) as ended_at,
        coalesce(supplement_count, 0) > 1 as is_asked_twice, supplement_requested_at, supplement_completed_at,
        -- Who was promised no day has the procedure's maximum time, in working days from receipt.
        case when due_at is null then cast(received_at as date) end as counted_from,
        cast(ceil(processing_days) as bigint) as most_days
    from dossier
    where status not in ('registered', 'refused') and received_at is not null
),
promised as (
    select
        received.solving_agency as agency_code, received.dossier_code as subject_id, received.received_at, received.ended_at,
        received.status in ('received', 'in_progress', 'supplement_requested', 'fee_requested') as is_open,
        received.is_asked_twice, received.supplement_requested_at,
        -- The clock stands still from the first request until the citizen has answered.
        received.status = 'supplement_requested' and received.supplement_completed_at is null as is_waiting,
        promised_until(coalesce(received.due_at, cast(longest.day as timestamp)))
            + coalesce(received.supplement_completed_at - received.supplement_requested_at, interval '0' second) as due_at
    from received
    left join calendar_day as first_day on first_day.day = received.counted_from
    left join calendar_day as longest on longest.is_working and longest.working_number = first_day.working_number + received.most_days
),
judged as (
    select
        agency_code, subject_id, cast(received_at as date) as received_on, is_open,
        cast(ended_at as date) as ended_on,
        ended_at <= due_at and not is_asked_twice as is_on_time,
        -- The day from which an open dossier is no longer within its time; null while it waits in time.
        case
            when is_asked_twice then cast(coalesce(supplement_requested_at, received_at) as date)
            when is_waiting and supplement_requested_at <= due_at then null
            -- Due at the last second of a day, it is in time at the end of it.
            else cast(due_at + interval '1' second as date)
        end as lost_on
    from promised
    where due_at is not null and (is_open or ended_at is not null)
),
-- Open from receipt until the end; a dossier without an end is open still.
spans as (
    select
        agency_code, subject_id, received_on, is_on_time, lost_on,
        case when is_open then null else greatest(ended_on, received_on) end as closed_on
    from judged
)
select agency_code, closed_on as on_day, subject_id, 'flow' as kind,
    case when is_on_time then 1 else 0 end as numerator, 1 as denominator
from spans where closed_on is not null
union all
select agency_code, received_on, subject_id, 'stock', 1, 1 from spans
union all
select agency_code, closed_on, subject_id, 'stock',
    case when lost_on < closed_on then 0 else -1 end, -1
from spans where closed_on is not null
union all
select agency_code, greatest(lost_on, received_on), subject_id, 'stock', -1, 0
from spans where lost_on is not null and (closed_on is null or lost_on < closed_on)
