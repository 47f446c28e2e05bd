-- id       = "one_code_of_two_dossiers"
-- name     = "Một mã không dùng cho hai hồ sơ"
-- severity = "warn"
-- audit    = true
-- by_source = true
select
    -- Both are counted.
    dossier.solving_agency as agency_code, dossier.dossier_code as subject_id,
    'mã ' || used.told_code || ' ở dòng ' || dossier.source_row || coalesce(', trang ' || dossier.source_sheet, '') || ', tệp ' || source.file_name
    || ' còn là mã của hồ sơ tiếp nhận ' || shown_instant(other.received_at)
    || ': tính là hai hồ sơ, hồ sơ này ghi thêm ngày tiếp nhận sau mã; đánh mã có năm rồi xuất lại thì mới chắc' as detail,
    dossier.source_id
from (select distinct told_code, dossier_code from code_used_again where dossier_code <> told_code) as used
join dossier on dossier.dossier_code = used.dossier_code
join dossier as other on other.dossier_code = used.told_code
join source on source.id = dossier.source_id
union all
-- What exports tell so differently may have been put right: only one is counted.
select
    held.solving_agency, held.dossier_code,
    'dòng ' || held.source_row || coalesce(', trang ' || held.source_sheet, '') || ', tệp ' || holding.file_name
    || ' ghi tiếp nhận ' || shown_instant(held.received_at) || ', dòng ' || told.source_row || coalesce(', trang ' || told.source_sheet, '')
    || ', tệp ' || telling.file_name || ' ghi ' || shown_instant(told.received_at)
    || ' và khác thủ tục, ngày nộp hoặc đơn vị: có lẽ là hai hồ sơ chung một mã, mới tính một; đánh mã có năm rồi nạp lại',
    held.source_id
from code_far_apart as far
join dossier as held on held.dossier_code = far.told_code
join dossier_version as told on told.dossier_code = far.told_code
join source as holding on holding.id = held.source_id
join source as telling on telling.id = told.source_id
left join code_used_again as used on used.told_code = told.dossier_code and used.received_on = cast(told.received_at as date)
left join parameter on parameter.id = 'other_dossier_days'
where coalesce(used.dossier_code, told.dossier_code) = held.dossier_code
    and abs(days_between(held.received_at, told.received_at)) > coalesce(parameter.value, 7)
    and (
        coalesce(told.procedure_code <> held.procedure_code, lower(told.procedure_name) <> lower(held.procedure_name), false)
        or coalesce(cast(told.submitted_at as date) <> cast(held.submitted_at as date), false)
        or (split_part(told.solving_agency, '@', 1) <> split_part(held.solving_agency, '@', 1)
            and not coalesce(told.procedure_code = held.procedure_code, lower(told.procedure_name) = lower(held.procedure_name), false))
    )
-- A dossier told of in a hundred exports is said once.
qualify row_number() over (
    partition by held.dossier_code order by told.snapshot_at desc, told.source_number desc, told.source_sheet desc, told.source_row desc
) = 1
