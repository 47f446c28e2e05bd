-- id          = "open"
-- name        = "Số hồ sơ đang giải quyết"
-- short_name  = "Đang giải quyết"
-- unit        = "dossiers"
-- events      = ["stock"]
-- better      = "lower"
-- numerator   = "hồ sơ đã tiếp nhận mà chưa giải quyết xong vào ngày cuối kỳ"
-- rule        = "date"
-- rule_name   = "theo ngày"
-- statuses    = "tính: đã tiếp nhận, đang xử lý, chờ bổ sung, chờ nghĩa vụ tài chính; không tính: mới đăng ký, không được tiếp nhận"
-- source      = "one_stop"
-- published_as = "in_progress"
-- example     = "Nhận 02/03, xong 06/03: được đếm cuối các ngày 02/03 đến 05/03, từ ngày 06/03 thì thôi"
-- since       = 2018-06-21
with spans as (
    select
        solving_agency, dossier_code, cast(received_at as date) as received_on,
        case when closed_on is not null then greatest(closed_on, cast(received_at as date)) end as closed_on
    from dossier
    where status not in ('registered', 'refused') and received_at is not null
)
select solving_agency as agency_code, received_on as on_day, dossier_code as subject_id, 'stock' as kind,
    1 as numerator, cast(null as integer) as denominator
from spans
union all
select solving_agency, closed_on, dossier_code, 'stock', -1, cast(null as integer)
from spans where closed_on is not null
