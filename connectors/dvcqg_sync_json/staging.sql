select
    source_sheet, source_row,
    "MaHoSo" as dossier_code,
    "MaTTHC" as procedure_code,
    "TenTTHC" as procedure_name,
    "TenLinhVuc" as sector,
    "DonViXuLy" as solving_agency,
    -- The portal counts a message without a channel as handed in directly.
    coalesce("KenhThucHien", '1') as channel,
    "NgayNopHoSo" as submitted_at,
    "NgayTiepNhan" as received_at,
    "NgayHenTra" as due_at,
    "NgayKetThucXuLy" as ended_at,
    "NgayTra" as returned_at,
    "TrangThaiHoSo" as status,
    cast(json_size("NgayBoSung") as varchar) as supplement_count,
    json_last("NgayBoSung") as supplement_requested_at,
    json_last("NgayTiepNhanBoSung") as supplement_completed_at,
    json_last("NgayHenTraTruoc") as previous_due_at,
    json_sum("Gia") as fee_amount,
    "DuocThanhToanTrucTuyen" as paid_online,
    "HoSoCoThanhPhanSoHoa" as digitised_input,
    "HinhThuc" as return_channel
from raw
