-- id          = "online_payment_766_b"
-- name        = "Thanh toán trực tuyến 766, phần B: tỷ lệ thủ tục"
-- short_name  = "Thanh toán 766 B"
-- unit        = "percent"
-- subject     = "procedure"
-- better      = "higher"
-- numerator   = "trong số đó, thủ tục có ít nhất một hồ sơ thanh toán trực tuyến"
-- denominator = "thủ tục có hồ sơ phải nộp phí, lệ phí tiếp nhận trong kỳ, của từng đơn vị"
-- rule        = "date"
-- rule_name   = "theo ngày tiếp nhận, bộ chỉ số 766"
-- statuses    = "tính mọi hồ sơ đã tiếp nhận; không tính: mới đăng ký, không được tiếp nhận, hồ sơ mà mọi dòng phí đều bằng 0; mỗi thủ tục của mỗi đơn vị đếm một lần trong kỳ"
-- source      = "theo Quyết định 766/QĐ-TTg"
-- example     = "Hồ sơ có phí của ba thủ tục, hai thủ tục có hồ sơ trả trực tuyến: 2 / 3 = 66,67 %. Phần C chỉ Cổng tính được"
-- since       = 2022-06-23
with fee as (
    -- A procedure has a fee on a day if the register says so.
    select code, valid_from, coalesce(valid_to, date '9999-12-31') as valid_to from procedure where fee_amount > 0
),
paying as (
    select
        dossier.receiving_agency as agency_code, cast(dossier.received_at as date) as on_day, dossier.dossier_code,
        coalesce(dossier.procedure_code, dossier.procedure_name, '?') as procedure_code,
        case when dossier.paid_online then 1 else 0 end as is_paid_online
    from dossier
    left join fee on fee.code = dossier.procedure_code and cast(dossier.received_at as date) between fee.valid_from and fee.valid_to
    where dossier.status not in ('registered', 'refused') and dossier.received_at is not null
        and coalesce(dossier.fee_amount, case when fee.code is not null then 1 else 0 end) > 0
)
select agency_code, on_day, procedure_code as subject_id, 'once' as kind, max(is_paid_online) as numerator, 1 as denominator
from paying
group by agency_code, on_day, procedure_code
