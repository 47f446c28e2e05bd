-- id          = "digital_result_rate"
-- name        = "Tỷ lệ hồ sơ có kết quả điện tử"
-- short_name  = "Kết quả điện tử"
-- unit        = "percent"
-- events      = ["flow"]
-- better      = "higher"
-- numerator   = "trong số đó, hồ sơ có kết quả điện tử"
-- denominator = "hồ sơ đã giải quyết xong trong kỳ, có ghi việc cấp kết quả điện tử"
-- stands_on   = "dossier.digital_result"
-- rule        = "date"
-- rule_name   = "theo ngày giải quyết xong"
-- statuses    = "tính: đã giải quyết xong, đã trả kết quả; không tính: chưa tiếp nhận, từ chối, đang giải quyết, rút, dừng; hệ thống không ghi thì không tính"
-- source      = "theo Quyết định 766/QĐ-TTg"
-- example     = "Hai hồ sơ đã giải quyết xong có ghi, một hồ sơ có kết quả điện tử: 1 / 2 = 50%"
-- since       = 2022-06-23
select
    agency_code,
    ended_on as on_day,
    dossier_code as subject_id,
    'flow' as kind,
    case when digital_result then 1 else 0 end as numerator,
    1 as denominator
from finished_dossier
where ended_on is not null and digital_result is not null
