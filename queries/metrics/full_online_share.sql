-- id          = "full_online_share"
-- name        = "Tỷ trọng hồ sơ trực tuyến toàn trình trên tổng số tiếp nhận"
-- short_name  = "Toàn trình / tổng số"
-- unit        = "percent"
-- events      = ["flow"]
-- better      = "higher"
-- numerator   = "trong số đó, hồ sơ nộp trực tuyến của thủ tục cung cấp toàn trình"
-- denominator = "hồ sơ tiếp nhận trong kỳ, có ghi kênh nộp"
-- stands_on   = "dossier.channel"
-- rule        = "date"
-- rule_name   = "theo ngày tiếp nhận"
-- statuses    = "tính mọi hồ sơ đã tiếp nhận; không tính: mới đăng ký, không được tiếp nhận; hệ thống không ghi kênh nộp thì không tính"
-- source      = "online_services"
-- example     = "Bốn hồ sơ tiếp nhận, một hồ sơ vừa nộp trực tuyến vừa của thủ tục toàn trình: 1 / 4 = 25%"
-- since       = 2022-08-15
select
    receiving_agency as agency_code,
    cast(received_at as date) as on_day,
    dossier_code as subject_id,
    'flow' as kind,
    case when channel = 'online' and service_level = 'full' then 1 else 0 end as numerator,
    1 as denominator
from dossier
where status not in ('registered', 'refused') and received_at is not null and channel is not null
