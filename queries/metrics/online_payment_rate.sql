-- id          = "online_payment_rate"
-- name        = "Tỷ lệ thanh toán trực tuyến"
-- short_name  = "Thanh toán trực tuyến"
-- unit        = "percent"
-- events      = ["flow"]
-- better      = "higher"
-- numerator   = "trong số đó, hồ sơ thanh toán trực tuyến"
-- denominator = "hồ sơ tiếp nhận trong kỳ có phí, lệ phí khác 0"
-- rule        = "date"
-- rule_name   = "theo ngày tiếp nhận"
-- statuses    = "tính mọi hồ sơ đã tiếp nhận; không tính: mới đăng ký, không được tiếp nhận; mọi khoản phí bằng 0 hoặc không ghi phí thì không tính"
-- source      = "theo Quyết định 766/QĐ-TTg"
-- example     = "Hai hồ sơ có phí 8.000 đồng, một hồ sơ trả trực tuyến: 1 / 2 = 50%. Hồ sơ có phí 0 đồng không nằm trong mẫu số"
-- since       = 2022-06-23
select
    receiving_agency as agency_code,
    cast(received_at as date) as on_day,
    dossier_code as subject_id,
    'flow' as kind,
    case when paid_online then 1 else 0 end as numerator,
    1 as denominator
from dossier
where status not in ('registered', 'refused') and received_at is not null and fee_amount > 0
