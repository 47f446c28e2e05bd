-- id          = "full_online_procedures_rate"
-- name        = "Tỷ lệ thủ tục cung cấp toàn trình"
-- short_name  = "Thủ tục toàn trình"
-- unit        = "percent"
-- subject     = "procedure"
-- better      = "higher"
-- numerator   = "trong số đó, thủ tục cung cấp dịch vụ công trực tuyến toàn trình"
-- denominator = "thủ tục trong danh mục, còn hiệu lực vào ngày cuối kỳ, của từng đơn vị có dữ liệu"
-- rule        = "date"
-- rule_name   = "theo ngày hiệu lực của danh mục"
-- statuses    = "tính mọi thủ tục trong danh mục, có ghi mức độ hay không"
-- source      = "theo Nghị định 42/2022/NĐ-CP"
-- example     = "Danh mục có 9 thủ tục, 5 thủ tục toàn trình: 5 / 9 = 55,56 %. Khác với tỷ lệ hồ sơ trực tuyến toàn trình"
-- since       = 2022-08-15
with offered as (
    select used.agency_code, procedure.code, procedure.service_level, procedure.valid_from, procedure.valid_to + 1 as ended_on
    from (select distinct receiving_agency as agency_code from dossier) as used
    left join (select code, max(level) as level from agency group by code) as agency on agency.code = used.agency_code
    join procedure on procedure.level is null or procedure.level = agency.level
)
select agency_code, valid_from as on_day, code as subject_id, 'stock' as kind,
    case when service_level = 'full' then 1 else 0 end as numerator, 1 as denominator
from offered
union all
select agency_code, ended_on, code, 'stock', case when service_level = 'full' then -1 else 0 end, -1
from offered where ended_on is not null
