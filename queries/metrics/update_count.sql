-- id          = "update_count"
-- name        = "Số hồ sơ tiếp nhận, cập nhật trên hệ thống"
-- short_name  = "Hồ sơ tiếp nhận, cập nhật trên hệ thống"
-- unit        = "dossiers"
-- events      = ["flow"]
-- better      = "higher"
-- numerator   = "hồ sơ tiếp nhận trong kỳ mà hệ thống đang có"
-- rule        = "date"
-- rule_name   = "theo ngày tiếp nhận"
-- statuses    = "tính mọi hồ sơ đã tiếp nhận; không tính: mới đăng ký, không được tiếp nhận"
-- source      = "theo kế hoạch cải thiện chỉ số CCHC"
-- example     = "Ba hồ sơ tiếp nhận trong năm đang có trên hệ thống: 3"
-- published_as = "received"
-- since       = 2018-06-21
select
    receiving_agency as agency_code,
    cast(received_at as date) as on_day,
    dossier_code as subject_id,
    'flow' as kind,
    1 as numerator,
    cast(null as integer) as denominator
from dossier
where status not in ('registered', 'refused') and received_at is not null
