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
with known as (
    select min(cast(received_at as date)) as first_on from dossier where status not in ('registered', 'refused')
),
unit as (
    -- A successor that keeps the code goes on as the same unit.
    select
        code, max(level) as level, min(valid_from) as valid_from,
        case when count(valid_to) < count(*) then null else max(valid_to) end as valid_to
    from agency
    group by code
),
offered as (
    -- While the agency, the procedure and the data are there.
    select
        used.agency_code, procedure.code, procedure.service_level,
        greatest(procedure.valid_from, unit.valid_from, known.first_on) as first_on,
        least(procedure.valid_to, unit.valid_to) as last_on
    from (select distinct receiving_agency as agency_code from dossier) as used
    cross join known
    join unit on unit.code = used.agency_code
    join procedure on (procedure.level is null or procedure.level = unit.level)
        and procedure.valid_from <= coalesce(unit.valid_to, date '9999-12-31')
        and coalesce(procedure.valid_to, date '9999-12-31') >= greatest(unit.valid_from, known.first_on)
        and coalesce(unit.valid_to, date '9999-12-31') >= known.first_on
)
select agency_code, first_on as on_day, code as subject_id, 'stock' as kind,
    case when service_level = 'full' then 1 else 0 end as numerator, 1 as denominator
from offered
union all
select agency_code, last_on + 1, code, 'stock', case when service_level = 'full' then -1 else 0 end, -1
from offered where last_on is not null
