-- id          = "postal_receipt_rate"
-- name        = "Tỷ lệ hồ sơ nhận qua bưu chính công ích"
-- short_name  = "Nhận qua BCCI"
-- unit        = "percent"
-- events      = ["flow"]
-- better      = "higher"
-- numerator   = "trong số đó, hồ sơ nộp qua bưu chính công ích"
-- denominator = "hồ sơ tiếp nhận trong kỳ, có ghi kênh nộp"
-- stands_on   = "dossier.channel"
-- rule        = "date"
-- rule_name   = "theo ngày tiếp nhận"
-- statuses    = "tính mọi hồ sơ đã tiếp nhận; không tính: mới đăng ký, không được tiếp nhận; hệ thống không ghi kênh nộp thì không tính"
-- source      = "theo kế hoạch cải cách hành chính"
-- example     = "Bốn hồ sơ tiếp nhận có ghi kênh nộp, một hồ sơ qua bưu chính: 1 / 4 = 25%"
-- since       = 2018-06-21
select
    receiving_agency as agency_code,
    cast(received_at as date) as on_day,
    dossier_code as subject_id,
    'flow' as kind,
    case when channel = 'postal' then 1 else 0 end as numerator,
    1 as denominator
from dossier
where status not in ('registered', 'refused') and received_at is not null and channel is not null
