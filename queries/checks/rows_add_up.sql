-- id       = "rows_add_up"
-- name     = "Mỗi dòng của tệp xuất hoặc được tính, hoặc là dòng tiêu đề, cộng, hoặc có lý do chưa dùng được"
-- severity = "block"
-- audit    = true
select cast(null as string) as agency_code, id as subject_id, rows_read || ' = ' || rows_kept || ' + ' || rows_layout || ' + ' || rows_rejected || ' + ' || rows_erased || '?' as detail
from source
where rows_read <> rows_kept + rows_layout + rows_rejected + rows_erased
