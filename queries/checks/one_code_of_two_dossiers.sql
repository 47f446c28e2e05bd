-- id       = "one_code_of_two_dossiers"
-- name     = "Một mã không dùng cho hai hồ sơ"
-- severity = "warn"
-- audit    = true
-- by_source = true
-- apart_by = "dossier_code"
with far as (
    -- Books that begin anew each year or month give a number out again, and only one of the dossiers is counted. A code that holds its day
    -- is given once.
    select again.dossier_code
    from dossier_again as again
    left join parameter on parameter.id = 'other_dossier_days'
    where days_between(again.first_received_at, again.last_received_at) > coalesce(parameter.value, 7) and not holds_day(again.dossier_code)
)
select
    held.solving_agency as agency_code, held.dossier_code as subject_id,
    'dòng ' || held.source_row || coalesce(', trang ' || held.source_sheet, '') || ', tệp ' || holding.file_name
    || ' ghi tiếp nhận ' || shown_instant(held.received_at) || ', dòng ' || told.source_row || coalesce(', trang ' || told.source_sheet, '')
    || ', tệp ' || telling.file_name || ' ghi ' || shown_instant(told.received_at)
    || ': có lẽ là hai hồ sơ chung một mã, mới tính một (hồ sơ tiếp nhận ' || shown_instant(held.received_at)
    || '); đánh mã có năm, xuất lại rồi nạp lại' as detail,
    held.source_id
from far
join dossier as held on held.dossier_code = far.dossier_code
join dossier_version as told on told.dossier_code = far.dossier_code
join source as holding on holding.id = held.source_id
join source as telling on telling.id = told.source_id
left join parameter on parameter.id = 'other_dossier_days'
where abs(days_between(held.received_at, told.received_at)) > coalesce(parameter.value, 7)
    -- A day that was put right in a later export, of a dossier that was open all the while, is no second dossier.
    and (
        told.source_id = held.source_id
        or coalesce(cast(coalesce(told.ended_at, told.returned_at) as date) < cast(held.received_at as date), false)
        or coalesce(cast(coalesce(held.ended_at, held.returned_at) as date) < cast(told.received_at as date), false)
        or coalesce(told.procedure_code <> held.procedure_code, lower(told.procedure_name) <> lower(held.procedure_name), false)
        or split_part(told.solving_agency, '@', 1) <> split_part(held.solving_agency, '@', 1)
    )
-- A dossier told of in a hundred exports is said once.
qualify row_number() over (
    partition by held.dossier_code order by told.snapshot_at desc, told.source_number desc, told.source_sheet desc, told.source_row desc
) = 1
