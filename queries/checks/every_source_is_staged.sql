-- id       = "every_source_is_staged"
-- name     = "Mọi tệp xuất đều tính được, không vướng lỗi trong mô tả loại tệp (connector)"
-- severity = "warn"
-- audit    = true
select cast(null as string) as agency_code, source_id as subject_id, count(*) || ' dòng' as detail
from rejected_row
where reason = 'not_staged'
group by source_id
