-- id          = "plan_task_on_time_rate"
-- name        = "Tỷ lệ nhiệm vụ của kế hoạch hoàn thành đúng hạn"
-- short_name  = "Nhiệm vụ đúng hạn"
-- unit        = "percent"
-- subject     = "task"
-- events      = ["flow"]
-- better      = "higher"
-- numerator   = "trong số đó, nhiệm vụ hoàn thành không sau ngày đến hạn"
-- denominator = "nhiệm vụ đến hạn trong kỳ"
-- rule        = "date"
-- rule_name   = "theo ngày"
-- statuses    = "tính nhiệm vụ có ngày đến hạn đã qua vào ngày của tệp, hoặc đã hoàn thành; “Thường xuyên”, “Quý II” không có ngày nên không tính; cần văn phòng có đặt scope"
-- source      = "theo kế hoạch cải cách hành chính"
-- example     = "Bốn nhiệm vụ đến hạn trong quý, ba hoàn thành đúng hạn: 3 / 4 = 75%"
-- since       = 2018-06-21
select
    source.scope_code as agency_code, cast(plan_task.due_at as date) as on_day,
    plan_task.office_in_charge || ': ' || plan_task.task as subject_id, 'flow' as kind,
    case when cast(plan_task.done_at as date) <= cast(plan_task.due_at as date) then 1 else 0 end as numerator, 1 as denominator
from plan_task
join source on source.id = plan_task.source_id
where source.scope_code is not null and plan_task.due_at is not null
    and (plan_task.done_at is not null or plan_task.due_at < plan_task.snapshot_at)
