-- id          = "average_processing_days"
-- name        = "Thời gian giải quyết trung bình"
-- short_name  = "Ngày giải quyết TB"
-- unit        = "days"
-- events      = ["flow"]
-- better      = "lower"
-- numerator   = "tổng số ngày từ ngày tiếp nhận đến ngày giải quyết xong"
-- denominator = "hồ sơ đã giải quyết xong trong kỳ"
-- rule        = "date"
-- rule_name   = "theo ngày (ngày lịch, ngày giải quyết xong trừ ngày tiếp nhận)"
-- statuses    = "tính: đã giải quyết xong, đã trả kết quả; không tính: chưa tiếp nhận, từ chối, đang giải quyết, rút, dừng; thời gian chờ bổ sung không được trừ"
-- source      = "processing_days"
-- example     = "Ba hồ sơ mất 7, 0 và 2 ngày: (7 + 0 + 2) / 3 = 3 ngày"
-- since       = 2018-06-21
select
    agency_code,
    ended_on as on_day,
    dossier_code as subject_id,
    'flow' as kind,
    days_between(received_on, ended_on) as numerator,
    1 as denominator
from finished_dossier
where ended_on >= received_on
