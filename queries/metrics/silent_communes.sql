-- id          = "silent_communes"
-- name        = "Số xã không phát sinh hồ sơ mới trong tuần"
-- short_name  = "Xã không phát sinh hồ sơ mới trong tuần"
-- unit        = "agencies"
-- subject     = "agency"
-- events      = ["stock"]
-- better      = "lower"
-- numerator   = "xã không có hồ sơ mới trong tuần trọn vẹn gần nhất, dù trước đó thường có"
-- rule        = "date"
-- rule_name   = "theo tuần (thứ Hai đến Chủ nhật)"
-- statuses    = "tính mọi hồ sơ đã tiếp nhận; thường có: ít nhất 4 trong 8 tuần tính đến tuần cuối cùng có hồ sơ mới (parameter.csv)"
-- source      = "theo kế hoạch cải thiện chỉ số CCHC"
-- example     = "Xã có hồ sơ mới đều 8 tuần, tuần thứ 9 không có: hết Chủ nhật tuần đó được đếm là 1, đến hết tuần có hồ sơ trở lại thì thôi"
-- since       = 2018-06-21
with active as (
    select distinct dossier.receiving_agency as agency_code, cast(date_trunc('week', dossier.received_at) as date) as week
    from dossier
    join (select distinct code from agency where level = 'commune') as commune on commune.code = dossier.receiving_agency
    where dossier.status not in ('registered', 'refused') and dossier.received_at is not null
),
habit as (
    select active.agency_code, active.week, count(earlier.week) as weeks
    from active
    join parameter on parameter.id = 'usual_weeks'
    join active as earlier on earlier.agency_code = active.agency_code
        and earlier.week between active.week - cast(7 * (parameter.value - 1) as integer) and active.week
    group by active.agency_code, active.week
),
spans as (
    -- Silent from the end of the first week without a new dossier to the end of the next week with one, or of the commune itself.
    select
        habit.agency_code, habit.week + 13 as silent_on,
        least(lead(habit.week) over (partition by habit.agency_code order by habit.week) + 6, max(agency.valid_to) + 1) as closed_on,
        habit.weeks
    from habit
    left join agency on agency.code = habit.agency_code
        and habit.week + 6 between agency.valid_from and coalesce(agency.valid_to, date '9999-12-31')
    group by habit.agency_code, habit.week, habit.weeks
)
select spans.agency_code, spans.silent_on as on_day, spans.agency_code as subject_id, 'stock' as kind,
    1 as numerator, cast(null as integer) as denominator
from spans
join parameter on parameter.id = 'usual_weeks_with_files'
where spans.weeks >= parameter.value and (spans.closed_on is null or spans.closed_on > spans.silent_on)
union all
select spans.agency_code, spans.closed_on, spans.agency_code, 'stock', -1, cast(null as integer)
from spans
join parameter on parameter.id = 'usual_weeks_with_files'
where spans.weeks >= parameter.value and spans.closed_on > spans.silent_on
union all
-- Who never was is listed with 0.
select agency_code, min(week), agency_code, 'stock', 0, cast(null as integer)
from active
group by agency_code
