-- id          = "full_online_rate"
-- name        = "Tỷ lệ hồ sơ trực tuyến toàn trình"
-- short_name  = "Trực tuyến toàn trình"
-- unit        = "percent"
-- events      = ["flow"]
-- better      = "higher"
-- numerator   = "trong số đó, hồ sơ nộp trực tuyến"
-- denominator = "hồ sơ tiếp nhận trong kỳ của thủ tục cung cấp toàn trình, có ghi kênh nộp"
-- stands_on   = "dossier.channel"
-- rule        = "date"
-- rule_name   = "theo ngày tiếp nhận"
-- statuses    = "tính mọi hồ sơ đã tiếp nhận; không tính: mới đăng ký, không được tiếp nhận; hệ thống không ghi kênh nộp thì không tính"
-- source      = "online_services"
-- example     = "Bốn hồ sơ của thủ tục toàn trình, ba hồ sơ nộp trực tuyến: 3 / 4 = 75%. Hồ sơ của thủ tục một phần không nằm trong mẫu số"
-- since       = 2022-08-15
select
    receiving_agency as agency_code,
    cast(received_at as date) as on_day,
    dossier_code as subject_id,
    'flow' as kind,
    case when channel = 'online' then 1 else 0 end as numerator,
    1 as denominator
from dossier
where status not in ('registered', 'refused') and received_at is not null and service_level = 'full' and channel is not null
