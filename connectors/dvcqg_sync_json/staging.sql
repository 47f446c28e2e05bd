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
    coalesce(cast(json_size("NgayBoSung") as varchar), '0') as supplement_count,
    json_last("NgayBoSung") as supplement_requested_at,
    json_last("NgayTiepNhanBoSung") as supplement_completed_at,
    json_last("NgayHenTraTruoc") as previous_due_at,
    json_sum("Gia") as fee_amount,
    "DuocThanhToanTrucTuyen" as paid_online,
    -- Said of the dossier, or of one of its papers; a message that says it of neither does not know.
    case when json_holds("DuocSoHoa", '1') then '1'
        else coalesce("HoSoCoThanhPhanSoHoa", case when json_holds("DuocSoHoa", '0') then '0' end)
    end as digitised_input,
    case when json_holds("DuocTaiSuDung", '1') or json_holds("DuocLayTuKhoDMQG", '1') then '1'
        when json_holds("DuocTaiSuDung", '0') or json_holds("DuocLayTuKhoDMQG", '0') then '0'
    end as reused_data,
    -- A result paper counts when its electronic copy can be fetched.
    case when json_is_filled("DuongDanTepTinKetQua") then 'true'
        when "DuongDanTepTinKetQua" is not null and "TrangThaiHoSo" in ('9', '10') then 'false'
    end as digital_result,
    "HinhThuc" as return_channel
from raw
