-- id       = "refused_without_a_day"
-- name     = "Hồ sơ không được tiếp nhận có ngày nộp hoặc ngày tiếp nhận"
-- severity = "warn"
-- apart_by = "dossier_code"
select dossier.receiving_agency as agency_code, dossier.dossier_code as subject_id,
    'tệp ' || source.file_name || coalesce(', trang ' || dossier.source_sheet, '') || ', dòng ' || dossier.source_row
    || ': không được tiếp nhận mà không có ngày nộp, ngày tiếp nhận, nên không tính vào tỷ lệ hồ sơ không được tiếp nhận của kỳ nào; '
    || 'xuất lại với cột ngày nộp' as detail,
    dossier.source_id
from dossier
join source on source.id = dossier.source_id
where dossier.status = 'refused' and dossier.submitted_at is null and dossier.received_at is null
