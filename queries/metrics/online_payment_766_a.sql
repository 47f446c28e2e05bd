-- id          = "online_payment_766_a"
-- name        = "Thanh toán trực tuyến 766, phần A: tỷ lệ hồ sơ"
-- short_name  = "Thanh toán 766 A"
-- unit        = "percent"
-- better      = "higher"
-- numerator   = "trong số đó, hồ sơ đã thanh toán trực tuyến"
-- denominator = "hồ sơ tiếp nhận trong kỳ của thủ tục có phí, lệ phí, hoặc có ghi phí khác 0"
-- rule        = "date"
-- rule_name   = "theo ngày tiếp nhận, bộ chỉ số 766"
-- statuses    = "tính mọi hồ sơ đã tiếp nhận; không tính: mới đăng ký, không được tiếp nhận, hồ sơ mà mọi dòng phí đều bằng 0"
-- source      = "theo Quyết định 766/QĐ-TTg"
-- example     = "Bốn hồ sơ của thủ tục có phí, một hồ sơ mọi dòng phí bằng 0, một hồ sơ trả trực tuyến: 1 / 3 = 33,33 %"
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
select agency_code, on_day, dossier_code as subject_id, 'flow' as kind, is_paid_online as numerator, 1 as denominator
from paying
