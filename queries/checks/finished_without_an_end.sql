-- id       = "finished_without_an_end"
-- name     = "Hồ sơ đã giải quyết xong thì có ngày giải quyết xong hoặc ngày trả kết quả"
-- severity = "warn"
-- audit    = true
-- apart_by = "dossier_code"
select dossier.solving_agency as agency_code, dossier.dossier_code as subject_id,
    'tệp ' || source.file_name || coalesce(', trang ' || dossier.source_sheet, '') || ', dòng ' || dossier.source_row
    || ': đã giải quyết xong mà ô ngày giải quyết xong và ngày trả kết quả để trống, không tính vào tỷ lệ đúng hạn; điền ngày rồi nạp lại' as detail,
    dossier.source_id
from dossier
join source on source.id = dossier.source_id
where dossier.status in ('finished', 'returned') and dossier.ended_at is null and dossier.returned_at is null
    -- What stands there and cannot be read is told where it stands.
    and coalesce(dossier.unreadable_columns, '') not like '%,ended_at,%' and coalesce(dossier.unreadable_columns, '') not like '%,returned_at,%'
