-- id          = "procedures_with_files_rate"
-- name        = "Tỷ lệ thủ tục có phát sinh hồ sơ"
-- short_name  = "Thủ tục có hồ sơ"
-- unit        = "percent"
-- subject     = "procedure"
-- better      = "higher"
-- numerator   = "trong số đó, thủ tục có hồ sơ tiếp nhận trong kỳ"
-- denominator = "thủ tục trong danh mục, còn hiệu lực vào ngày cuối kỳ, của từng đơn vị có dữ liệu"
-- rule        = "date"
-- rule_name   = "theo ngày tiếp nhận"
-- statuses    = "tính mọi hồ sơ đã tiếp nhận; không tính: mới đăng ký, không được tiếp nhận; mỗi thủ tục của mỗi đơn vị đếm một lần trong kỳ"
-- source      = "theo kế hoạch cải thiện chỉ số CCHC"
-- example     = "Danh mục có 9 thủ tục, xã A có hồ sơ của 6, xã B của 3: xã A 6 / 9, cả huyện (6 + 3) / 18 = 50 %"
-- since       = 2018-06-21
with offered as (
    select used.agency_code, procedure.code, procedure.service_level, procedure.valid_from, procedure.valid_to + 1 as ended_on
    from (select distinct receiving_agency as agency_code from dossier) as used
    left join (select code, max(level) as level from agency group by code) as agency on agency.code = used.agency_code
    join procedure on procedure.level is null or procedure.level = agency.level
)
select offered.agency_code, cast(dossier.received_at as date) as on_day, offered.code as subject_id, 'once' as kind,
    1 as numerator, 0 as denominator
from dossier
join offered on offered.agency_code = dossier.receiving_agency and offered.code = dossier.procedure_code
    and cast(dossier.received_at as date) >= offered.valid_from
    and (offered.ended_on is null or cast(dossier.received_at as date) < offered.ended_on)
where dossier.status not in ('registered', 'refused') and dossier.received_at is not null
union all
select agency_code, valid_from, code, 'stock', 0, 1 from offered
union all
select agency_code, ended_on, code, 'stock', 0, -1 from offered where ended_on is not null
