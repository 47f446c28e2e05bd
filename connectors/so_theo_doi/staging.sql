-- The register has no status column: which days are filled in says how far a dossier is.
select
    source_sheet, source_row,
    "Mã hồ sơ" as dossier_code,
    "Mã thủ tục" as procedure_code,
    "Tên thủ tục hành chính" as procedure_name,
    "Lĩnh vực" as sector,
    "Cơ quan chủ trì giải quyết" as solving_agency,
    "Nhận hồ sơ" as received_at,
    "Hẹn trả kết quả" as due_at,
    "Chuyển, nhận kết quả từ cơ quan giải quyết" as ended_at,
    "Ngày trả kết quả" as returned_at,
    "Phương thức nhận kết quả" as return_channel,
    case
        when "Ngày trả kết quả" is not null then 'returned'
        when "Chuyển, nhận kết quả từ cơ quan giải quyết" is not null then 'finished'
        else 'in_progress'
    end as status
from raw
