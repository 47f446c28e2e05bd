-- id          = "communes_reporting_rate"
-- name        = "Tỷ lệ xã có cập nhật hồ sơ"
-- short_name  = "Xã có cập nhật"
-- unit        = "percent"
-- subject     = "agency"
-- better      = "higher"
-- numerator   = "trong số đó, xã có hồ sơ tiếp nhận trong kỳ"
-- denominator = "xã từng có dữ liệu, và mọi xã hiện có của đơn vị mà văn phòng phụ trách (scope)"
-- rule        = "date"
-- rule_name   = "theo ngày tiếp nhận"
-- statuses    = "tính mọi hồ sơ đã tiếp nhận; không tính: mới đăng ký, không được tiếp nhận; mỗi xã đếm một lần trong kỳ"
-- source      = "theo kế hoạch cải thiện chỉ số CCHC"
-- example     = "Huyện có 17 xã, 16 xã có hồ sơ mới trong tuần: 16 / 17 = 94,12 %"
-- since       = 2018-06-21
with recursive below as (
    select distinct scope_code as code from source where scope_code is not null
    union
    select agency.code from agency join below on agency.parent_code = below.code
),
active as (
    select distinct dossier.receiving_agency as agency_code, cast(dossier.received_at as date) as on_day
    from dossier
    where dossier.status not in ('registered', 'refused') and dossier.received_at is not null
),
communes as (
    select code, valid_from, valid_to + 1 as ended_on
    from agency
    where level = 'commune' and (code in (select code from below) or code in (select agency_code from active))
)
select communes.code as agency_code, active.on_day, communes.code as subject_id, 'once' as kind, 1 as numerator, 0 as denominator
from active
join communes on communes.code = active.agency_code and active.on_day >= communes.valid_from
    and (communes.ended_on is null or active.on_day < communes.ended_on)
union all
select code, valid_from, code, 'stock', 0, 1 from communes
union all
select code, ended_on, code, 'stock', 0, -1 from communes where ended_on is not null
