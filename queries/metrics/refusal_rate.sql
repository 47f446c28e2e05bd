-- id          = "refusal_rate"
-- name        = "Tỷ lệ hồ sơ không được tiếp nhận"
-- short_name  = "Không tiếp nhận"
-- unit        = "percent"
-- events      = ["flow"]
-- better      = "lower"
-- numerator   = "trong số đó, hồ sơ không được tiếp nhận"
-- denominator = "hồ sơ nộp trong kỳ đã được trả lời tiếp nhận hay không"
-- rule        = "date"
-- rule_name   = "theo ngày nộp, không có thì theo ngày tiếp nhận"
-- statuses    = "tính mọi trạng thái trừ mới đăng ký; hồ sơ không ghi cả ngày nộp lẫn ngày tiếp nhận thì không vào kỳ nào, được liệt kê ở mục kiểm tra số liệu"
-- source      = "one_stop"
-- example     = "Bốn hồ sơ nộp, một hồ sơ không được tiếp nhận: 1 / 4 = 25%"
-- since       = 2018-06-21
select
    receiving_agency as agency_code,
    cast(coalesce(submitted_at, received_at) as date) as on_day,
    dossier_code as subject_id,
    'flow' as kind,
    case when status = 'refused' then 1 else 0 end as numerator,
    1 as denominator
from dossier
where status <> 'registered' and coalesce(submitted_at, received_at) is not null
