-- id          = "overdue_open"
-- name        = "Số hồ sơ đang giải quyết đã quá hạn"
-- short_name  = "Đang quá hạn"
-- unit        = "dossiers"
-- events      = ["stock"]
-- better      = "lower"
-- numerator   = "hồ sơ chưa giải quyết xong vào ngày cuối kỳ mà ngày hẹn trả đã qua"
-- rule        = "date"
-- rule_name   = "theo ngày"
-- statuses    = "tính: đã tiếp nhận, đang xử lý, chờ nghĩa vụ tài chính, và chờ bổ sung cho đến ngày yêu cầu bổ sung; không tính: mới đăng ký, không được tiếp nhận, chưa có ngày hẹn trả"
-- source      = "one_stop"
-- published_as = "in_progress_overdue"
-- example     = "Hẹn 06/03, chưa giải quyết xong: cuối ngày 06/03 chưa quá hạn, từ 07/03 được đếm là 1, đến ngày giải quyết xong thì thôi"
-- since       = 2018-06-21
with spans as (
    -- A dossier is overdue from the day after it was promised until it ends, or until the citizen is asked for more.
    select
        solving_agency, dossier_code,
        greatest(cast(due_at as date) + 1, cast(received_at as date)) as overdue_on,
        case
            when status = 'supplement_requested' then cast(supplement_requested_at as date)
            when status in ('received', 'in_progress', 'fee_requested') then null
            else cast(coalesce(ended_at, returned_at, due_at) as date)
        end as closed_on
    from dossier
    where status not in ('registered', 'refused') and received_at is not null and due_at is not null
        -- Without the day of the request nobody knows how long the agency was late.
        and (status <> 'supplement_requested' or supplement_requested_at is not null)
)
select solving_agency as agency_code, overdue_on as on_day, dossier_code as subject_id, 'stock' as kind,
    1 as numerator, cast(null as integer) as denominator
from spans where closed_on is null or closed_on > overdue_on
union all
select solving_agency, closed_on, dossier_code, 'stock', -1, cast(null as integer)
from spans where closed_on > overdue_on
union all
-- Who has none is listed with 0.
select solving_agency, min(cast(received_at as date)), solving_agency, 'stock', 0, cast(null as integer)
from dossier
where status not in ('registered', 'refused') and received_at is not null
group by solving_agency
