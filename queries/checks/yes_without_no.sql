-- id       = "yes_without_no"
-- name     = "Cột ghi có hay không thì có ghi cả Không"
-- severity = "warn"
-- audit    = true
-- by_source = true
select
    cast(null as string) as agency_code, source.file_name as subject_id,
    case unsaid_no.column_name
        when 'digitised_input' then 'cột số hóa khi tiếp nhận' when 'digital_result' then 'cột kết quả điện tử' else 'cột tái sử dụng dữ liệu' end
    || ' có ' || unsaid_no.rows_yes || ' dòng ghi ' || unsaid_no.written || ', không dòng nào ghi Không, ' || unsaid_no.rows_blank
    || ' dòng để trống: không rõ là không hay chưa ghi, nên tỷ lệ chỉ tính trên các dòng có ghi; ghi Không vào ô trống rồi nạp lại' as detail,
    unsaid_no.source_id
from unsaid_no
join source on source.id = unsaid_no.source_id
-- Who did not write that a fee was paid online is counted among those who did not pay so: no share stands on the others alone.
where not unsaid_no.is_no and unsaid_no.column_name in ('digitised_input', 'digital_result', 'reused_data')
