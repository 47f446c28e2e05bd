-- id          = "due_soon"
-- name        = "Số hồ sơ sắp đến hạn"
-- short_name  = "Sắp đến hạn"
-- unit        = "dossiers"
-- events      = ["stock"]
-- better      = "lower"
-- numerator   = "hồ sơ chưa giải quyết xong vào ngày cuối kỳ, còn không quá 5 ngày làm việc nữa là đến ngày hẹn trả"
-- rule        = "date"
-- rule_name   = "theo ngày làm việc"
-- statuses    = "tính: đã tiếp nhận, đang xử lý, chờ nghĩa vụ tài chính; chờ bổ sung thì thôi tính từ ngày yêu cầu; không tính: mới đăng ký, không được tiếp nhận, chưa có ngày hẹn trả"
-- source      = "theo kế hoạch cải thiện chỉ số CCHC"
-- example     = "Hẹn thứ Sáu 10/03: từ thứ Sáu 03/03 (còn 5 ngày làm việc) đến hết thứ Năm 09/03 được đếm là 1. Số ngày là một tham số của nội dung (due_soon_days)"
-- since       = 2018-06-21
with soon as (
    select
        dossier.solving_agency, dossier.dossier_code,
        greatest(due.soon_on, cast(dossier.received_at as date)) as soon_on,
        -- It leaves when it ends, when the citizen is asked for more, or on the promised day, when nothing is coming any more.
        least(
            cast(dossier.due_at as date),
            case
                when dossier.status = 'supplement_requested' then cast(dossier.supplement_requested_at as date)
                when dossier.status in ('received', 'in_progress', 'fee_requested') then cast(dossier.due_at as date)
                else cast(coalesce(dossier.ended_at, dossier.returned_at, dossier.due_at) as date)
            end
        ) as closed_on
    from dossier
    join calendar_day as due on due.day = cast(dossier.due_at as date)
    where dossier.status not in ('registered', 'refused') and dossier.received_at is not null
        and (dossier.status <> 'supplement_requested' or dossier.supplement_requested_at is not null)
)
select solving_agency as agency_code, soon_on as on_day, dossier_code as subject_id, 'stock' as kind,
    1 as numerator, cast(null as integer) as denominator
from soon where closed_on > soon_on
union all
select solving_agency, closed_on, dossier_code, 'stock', -1, cast(null as integer)
from soon where closed_on > soon_on
union all
-- Who has none is listed with 0.
select solving_agency, min(cast(received_at as date)), solving_agency, 'stock', 0, cast(null as integer)
from dossier
where status not in ('registered', 'refused') and received_at is not null
group by solving_agency
