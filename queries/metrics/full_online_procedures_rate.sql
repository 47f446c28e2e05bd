-- id          = "full_online_procedures_rate"
-- name        = "Tỷ lệ thủ tục cung cấp toàn trình"
-- short_name  = "Thủ tục toàn trình"
-- unit        = "percent"
-- subject     = "procedure"
-- events      = ["stock"]
-- better      = "higher"
-- numerator   = "trong số đó, thủ tục cung cấp dịch vụ công trực tuyến toàn trình"
-- denominator = "thủ tục trong danh mục, còn hiệu lực vào ngày cuối kỳ, của từng đơn vị có dữ liệu"
-- rule        = "date"
-- rule_name   = "theo ngày hiệu lực của danh mục"
-- statuses    = "tính mọi thủ tục trong danh mục, có ghi mức độ hay không"
-- source      = "online_services"
-- published_as = "full_online_procedures_766"
-- example     = "Danh mục có 9 thủ tục, 5 thủ tục toàn trình: 5 / 9 = 55,56%. Khác với tỷ lệ hồ sơ trực tuyến toàn trình"
-- since       = 2022-08-15
select agency_code, first_on as on_day, code as subject_id, 'stock' as kind,
    case when service_level = 'full' then 1 else 0 end as numerator, 1 as denominator
from offered_procedure
union all
select agency_code, last_on + 1, code, 'stock', case when service_level = 'full' then -1 else 0 end, -1
from offered_procedure where last_on is not null
