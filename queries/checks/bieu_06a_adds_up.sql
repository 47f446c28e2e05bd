-- id       = "bieu_06a_adds_up"
-- name     = "Biểu II.06a: (3)=(4)+(5)+(6), (7)=(8)+(9)+(10), (11)=(12)+(13), (3)=(7)+(11)"
-- severity = "warn"
-- audit    = true
-- by_source = true
with report as (
    select
        agency_code, period_id, section, sector, max(source_id) as source_id,
        max(case when indicator = 'received_and_carried_over' then numerator end) as received,
        max(case when indicator = 'resolved' then numerator end) as resolved,
        max(case when indicator = 'in_progress' then numerator end) as in_progress,
        sum(case when indicator in ('received_online', 'received_direct', 'carried_over') then numerator end) as received_parts,
        sum(case when indicator in ('resolved_early', 'resolved_on_time', 'resolved_overdue') then numerator end) as resolved_parts,
        sum(case when indicator in ('in_progress_in_time', 'in_progress_overdue') then numerator end) as in_progress_parts
    from figure_part
    where publisher = 'report_06a'
    group by agency_code, period_id, section, sector
)
select
    report.agency_code,
    called.label || ' ' || report.period_id || case section when 'ministry' then ' hệ thống các Bộ' when 'province' then ' hệ thống tỉnh, thành phố'
        else coalesce(' ' || section, '') end || coalesce(' ' || sector, '') as subject_id,
    '(3) ' || coalesce(cast(received as string), '–') || ' = ' || coalesce(cast(received_parts as string), '–')
    || ', (7) ' || coalesce(cast(resolved as string), '–') || ' = ' || coalesce(cast(resolved_parts as string), '–')
    || ', (11) ' || coalesce(cast(in_progress as string), '–') || ' = ' || coalesce(cast(in_progress_parts as string), '–')
    || ', (3) = ' || coalesce(cast(resolved + in_progress as string), '–') || '?' as detail,
    source_id
from report
join agency_of_figure as called on called.agency_code = report.agency_code and called.period_id = report.period_id
where received <> received_parts or resolved <> resolved_parts or in_progress <> in_progress_parts or received <> resolved + in_progress
