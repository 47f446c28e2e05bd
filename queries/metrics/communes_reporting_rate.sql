-- id          = "communes_reporting_rate"
-- name        = "Tỷ lệ xã có cập nhật hồ sơ"
-- short_name  = "Xã có cập nhật"
-- unit        = "percent"
-- subject     = "agency"
-- events      = ["flow", "stock", "once"]
-- better      = "higher"
-- numerator   = "trong số đó, xã có hồ sơ tiếp nhận trong kỳ"
-- denominator = "xã có trong kỳ: xã từng có dữ liệu, và mọi xã của đơn vị mà văn phòng phụ trách"
-- rule        = "date"
-- rule_name   = "theo ngày tiếp nhận"
-- statuses    = "tính mọi hồ sơ đã tiếp nhận; không tính: mới đăng ký, không được tiếp nhận; mỗi xã đếm một lần trong kỳ"
-- source      = "theo kế hoạch cải thiện chỉ số CCHC"
-- example     = "Huyện có 17 xã, 16 xã có hồ sơ mới trong tuần: 16 / 17 = 94,12%"
-- since       = 2018-06-21
with recursive below as (
    select distinct scope_code as code, 0 as depth from source where scope_code is not null
    union all
    -- Nothing stands so deep; what stands under itself ends there.
    select agency.code, below.depth + 1 from agency join below on agency.parent_code = below.code where below.depth < 6
),
active as (
    select distinct dossier.receiving_agency as agency_code, cast(dossier.received_at as date) as on_day
    from dossier
    where dossier.status not in ('registered', 'refused') and dossier.received_at is not null
),
communes as (
    -- From the first day of any data on.
    select code, greatest(valid_from, (select min(on_day) from active)) as first_on, valid_to as last_on
    from agency_unit
    where level = 'commune' and (code in (select code from below) or code in (select agency_code from active))
        and coalesce(valid_to, date '9999-12-31') >= (select min(on_day) from active)
)
select communes.code as agency_code, active.on_day, communes.code as subject_id, 'once' as kind, 1 as numerator, 0 as denominator
from active
join communes on communes.code = active.agency_code
    and active.on_day between communes.first_on and coalesce(communes.last_on, date '9999-12-31')
union all
select code, first_on, code, 'stock', 0, 1 from communes
-- A period that holds the last day counts it still, though nothing of it is left at the period's end.
union all
select code, last_on, code, 'stock', 0, -1 from communes where last_on is not null
union all
select code, last_on, code, 'flow', 0, 1 from communes where last_on <= (select known_until from build)
