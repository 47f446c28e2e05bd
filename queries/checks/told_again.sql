-- id       = "told_again"
-- name     = "Một hồ sơ không được ghi hai lần khác nhau trong các tệp của cùng một ngày"
-- severity = "warn"
select
    again.agency_code, again.subject_id,
    'tệp ' || source.file_name || coalesce(', trang ' || again.source_sheet, '') || ', dòng ' || again.source_row
    || ' khác ' || case when held.id = source.id then '' else 'tệp ' || held.file_name || ', ' end
    || coalesce('trang ' || again.held_sheet || ', ', '') || 'dòng ' || again.held_row
    || ' về ' || again.differs || '; tính theo ' || case when held.id = source.id then '' else 'tệp ' || held.file_name || ', ' end
    || coalesce('trang ' || again.held_sheet || ', ', '') || 'dòng ' || again.held_row as detail
from told_again as again
join source on source.id = again.source_id
join source as held on held.id = again.held_source_id
where again.differs <> ''
