-- id          = "online_payment_766_b"
-- name        = "Tỷ lệ thủ tục thanh toán trực tuyến (766)"
-- short_name  = "Tỷ lệ thủ tục thanh toán trực tuyến (766)"
-- unit        = "percent"
-- subject     = "procedure"
-- events      = ["once"]
-- better      = "higher"
-- numerator   = "trong số đó, thủ tục có ít nhất một hồ sơ thanh toán trực tuyến"
-- denominator = "thủ tục có hồ sơ phải nộp phí, lệ phí tiếp nhận trong kỳ, của từng đơn vị"
-- rule        = "date"
-- rule_name   = "theo ngày tiếp nhận, bộ chỉ số 766"
-- statuses    = "tính mọi hồ sơ đã tiếp nhận; không tính: mới đăng ký, không được tiếp nhận, hồ sơ mà mọi dòng phí đều bằng 0; mỗi thủ tục của mỗi đơn vị đếm một lần trong kỳ"
-- source      = "theo Quyết định 766/QĐ-TTg"
-- published_as = "procedures_paid_online_766"
-- example     = "Hồ sơ có phí của ba thủ tục, hai thủ tục có hồ sơ trả trực tuyến: 2 / 3 = 66,67%. Phần C chỉ Cổng tính được"
-- since       = 2022-06-23
select agency_code, on_day, procedure_code as subject_id, 'once' as kind, max(is_paid_online) as numerator, 1 as denominator
from paying_dossier
group by agency_code, on_day, procedure_code
