-- id      = "online_payment_766_a"
-- name    = "Thu trực tuyến"
-- at_hand = "hồ sơ có phí, lệ phí tiếp nhận trong kỳ, đang giải quyết, chưa thanh toán trực tuyến: thanh toán trực tuyến thì được tính thêm"
-- note    = "tệp xuất không nói hồ sơ nào đã nộp trực tiếp, nên trong số này có thể có hồ sơ không còn thu trực tuyến được; kỳ đã hết thì không nêu hồ sơ nào, vì chưa có hướng dẫn Cổng có tính khoản trả sau kỳ hay không"

select counting.subject_id, 'gained' as standing, cast(null as date) as lost_on
from counting
-- Whether what is paid after the end is counted, nobody has told.
join asked on asked.on_day < asked.last_day
join dossier on dossier.dossier_code = counting.subject_id
where counting.numerator = 0 and dossier.status in ('received', 'in_progress', 'supplement_requested', 'fee_requested')
