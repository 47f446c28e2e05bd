-- id          = "procedures_with_files_rate"
-- name        = "Tỷ lệ thủ tục có phát sinh hồ sơ"
-- short_name  = "Thủ tục có hồ sơ"
-- unit        = "percent"
-- subject     = "procedure"
-- events      = ["flow", "stock", "once"]
-- better      = "higher"
-- numerator   = "trong số đó, thủ tục có hồ sơ tiếp nhận trong kỳ"
-- denominator = "thủ tục trong danh mục, có hiệu lực trong kỳ, của từng đơn vị có dữ liệu"
-- rule        = "date"
-- rule_name   = "theo ngày tiếp nhận"
-- statuses    = "tính mọi hồ sơ đã tiếp nhận; không tính: mới đăng ký, không được tiếp nhận; mỗi thủ tục của mỗi đơn vị đếm một lần trong kỳ"
-- source      = "theo kế hoạch cải thiện chỉ số CCHC"
-- example     = "Danh mục có 9 thủ tục, xã A có hồ sơ của 6, xã B của 3: xã A 6 / 9, cả huyện (6 + 3) / 18 = 50%"
-- since       = 2018-06-21
select offered_procedure.agency_code, cast(dossier.received_at as date) as on_day, offered_procedure.code as subject_id, 'once' as kind,
    1 as numerator, 0 as denominator
from dossier
join offered_procedure on offered_procedure.agency_code = dossier.receiving_agency and offered_procedure.code = dossier.procedure_code
    and cast(dossier.received_at as date) between offered_procedure.first_on and coalesce(offered_procedure.last_on, date '9999-12-31')
where dossier.status not in ('registered', 'refused') and dossier.received_at is not null
union all
select agency_code, first_on, code, 'stock', 0, 1 from offered_procedure
-- A period that holds the last day counts it still, though nothing of it is left at the period's end.
union all
select agency_code, last_on, code, 'stock', 0, -1 from offered_procedure where last_on is not null
union all
select agency_code, last_on, code, 'flow', 0, 1 from offered_procedure where last_on <= (select known_until from build)
