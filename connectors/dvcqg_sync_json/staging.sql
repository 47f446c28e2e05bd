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
    -- A message without the list asked for nothing more.
    coalesce(json_size("NgayBoSung"), '0') as supplement_count,
    json_latest("NgayBoSung", "NgayBoSung") as supplement_requested_at,
    json_latest("NgayBoSung", "NgayTiepNhanBoSung") as supplement_completed_at,
    json_latest("NgayBoSung", "NgayHenTraTruoc") as previous_due_at,
    json_sum("Gia") as fee_amount,
    "DuocThanhToanTrucTuyen" as paid_online,
    -- Said of the dossier, or of one of its papers; a message that says it of neither does not know.
    case when json_flag("DuocSoHoa") = '0' then coalesce("HoSoCoThanhPhanSoHoa", '0')
        else coalesce(json_flag("DuocSoHoa"), "HoSoCoThanhPhanSoHoa")
    end as digitised_input,
    -- What cannot be read of one list is said, unless the other says yes.
    case when '1' in (json_flag("DuocTaiSuDung"), json_flag("DuocLayTuKhoDMQG")) then '1'
        when json_flag("DuocTaiSuDung") <> '0' then json_flag("DuocTaiSuDung")
        else coalesce(json_flag("DuocLayTuKhoDMQG"), json_flag("DuocTaiSuDung"))
    end as reused_data,
    -- A result paper counts when its electronic copy can be fetched; until then a dossier under way has none.
    case when json_filled("DuongDanTepTinKetQua") <> 'false' or "TrangThaiHoSo" in ('9', '10')
        then json_filled("DuongDanTepTinKetQua")
    end as digital_result,
    "HinhThuc" as return_channel
from raw
