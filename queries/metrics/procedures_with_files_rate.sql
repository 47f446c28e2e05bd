-- id          = "procedures_with_files_rate"
-- name        = "Tỷ lệ thủ tục có phát sinh hồ sơ"
-- short_name  = "Thủ tục có hồ sơ"
-- unit        = "percent"
-- subject     = "procedure"
-- better      = "higher"
-- numerator   = "trong số đó, thủ tục có hồ sơ tiếp nhận trong kỳ"
-- denominator = "thủ tục trong danh mục, có hiệu lực trong kỳ, của từng đơn vị có dữ liệu"
-- rule        = "date"
-- rule_name   = "theo ngày tiếp nhận"
-- statuses    = "tính mọi hồ sơ đã tiếp nhận; không tính: mới đăng ký, không được tiếp nhận; mỗi thủ tục của mỗi đơn vị đếm một lần trong kỳ"
-- source      = "theo kế hoạch cải thiện chỉ số CCHC"
-- example     = "Danh mục có 9 thủ tục, xã A có hồ sơ của 6, xã B của 3: xã A 6 / 9, cả huyện (6 + 3) / 18 = 50 %"
-- since       = 2018-06-21
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
select offered.agency_code, cast(dossier.received_at as date) as on_day, offered.code as subject_id, 'once' as kind,
    1 as numerator, 0 as denominator
from dossier
join offered on offered.agency_code = dossier.receiving_agency and offered.code = dossier.procedure_code
    and cast(dossier.received_at as date) between offered.first_on and coalesce(offered.last_on, date '9999-12-31')
where dossier.status not in ('registered', 'refused') and dossier.received_at is not null
union all
select agency_code, first_on, code, 'stock', 0, 1 from offered
-- A period that holds the last day counts it still, though nothing of it is left at the period's end.
union all
select agency_code, last_on, code, 'stock', 0, -1 from offered where last_on is not null
union all
select agency_code, last_on, code, 'flow', 0, 1 from offered where last_on is not null
