-- id          = "reporting_lag_days"
-- name        = "Số ngày chưa có hồ sơ mới"
-- short_name  = "Ngày chưa có hồ sơ mới"
-- unit        = "days"
-- subject     = "agency"
-- events      = ["stock"]
-- better      = "lower"
-- numerator   = "tổng số ngày từ ngày có hồ sơ mới gần nhất đến ngày cuối kỳ"
-- denominator = "đơn vị từng có hồ sơ"
-- rule        = "date"
-- rule_name   = "theo ngày (ngày lịch)"
-- statuses    = "tính mọi hồ sơ đã tiếp nhận; không tính: mới đăng ký, không được tiếp nhận; tính đến ngày của số liệu mới nhất"
-- source      = "theo kế hoạch cải thiện chỉ số CCHC"
-- example     = "Hồ sơ mới gần nhất ngày 01/03, cuối kỳ 08/03: 7 ngày. Hai xã 7 và 0 ngày: trung bình 7 / 2 = 3,5 ngày"
-- since       = 2018-06-21
with counted as (
    select distinct dossier.receiving_agency as agency_code, calendar_day.day as on_day
    from dossier
    join calendar_day on calendar_day.day = cast(dossier.received_at as date)
    where dossier.status not in ('registered', 'refused') and dossier.received_at is not null
),
started as (
    select agency_code, min(on_day) as first_on from counted group by agency_code
),
days as (
    select
        started.agency_code, calendar_day.day, started.first_on, build.known_until,
        max(counted.on_day) over (partition by started.agency_code order by calendar_day.day) as last_on
    from started
    cross join build
    join calendar_day on calendar_day.day between started.first_on and build.known_until
    -- Nobody waits for an agency that has ended.
    join agency on agency.code = started.agency_code
        and calendar_day.day between agency.valid_from and coalesce(agency.valid_to, date '9999-12-31')
    left join counted on counted.agency_code = started.agency_code and counted.on_day = calendar_day.day
),
waits as (
    select
        agency_code, day, known_until, days_between(last_on, day) as waited,
        lag(days_between(last_on, day)) over (partition by agency_code order by day) as waited_before,
        lead(day) over (partition by agency_code order by day) as next_on
    from days
    where last_on is not null
)
-- Each day adds what the wait grew by; a day with a new dossier takes the whole wait away.
select
    agency_code, day as on_day, agency_code as subject_id, 'stock' as kind,
    waited - coalesce(waited_before, 0) as numerator, case when waited_before is null then 1 else 0 end as denominator
from waits
union all
select agency_code, day + 1, agency_code, 'stock', -waited, -1
from waits where next_on is null and day < known_until
