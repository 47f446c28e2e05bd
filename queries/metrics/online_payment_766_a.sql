-- id          = "online_payment_766_a"
-- name        = "Tỷ lệ hồ sơ thanh toán trực tuyến (766)"
-- short_name  = "Tỷ lệ hồ sơ thanh toán trực tuyến (766)"
-- unit        = "percent"
-- events      = ["flow"]
-- better      = "higher"
-- numerator   = "trong số đó, hồ sơ đã thanh toán trực tuyến"
-- denominator = "hồ sơ tiếp nhận trong kỳ của thủ tục có phí, lệ phí, hoặc có ghi phí khác 0"
-- rule        = "date"
-- rule_name   = "theo ngày tiếp nhận, bộ chỉ số 766"
-- statuses    = "tính mọi hồ sơ đã tiếp nhận; không tính: mới đăng ký, không được tiếp nhận, hồ sơ mà mọi dòng phí đều bằng 0"
-- source      = "theo Quyết định 766/QĐ-TTg"
-- published_as = "online_payment_766"
-- example     = "Bốn hồ sơ của thủ tục có phí, một hồ sơ mọi dòng phí bằng 0, một hồ sơ trả trực tuyến: 1 / 3 = 33,33%"
-- since       = 2022-06-23
select agency_code, on_day, dossier_code as subject_id, 'flow' as kind, is_paid_online as numerator, 1 as denominator
from paying_dossier
