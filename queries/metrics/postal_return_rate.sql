-- id          = "postal_return_rate"
-- name        = "Tỷ lệ trả kết quả qua bưu chính công ích"
-- short_name  = "Trả qua BCCI"
-- unit        = "percent"
-- events      = ["flow"]
-- better      = "higher"
-- numerator   = "trong số đó, kết quả trả qua bưu chính công ích"
-- denominator = "hồ sơ đã trả kết quả trong kỳ, có ghi cách trả"
-- stands_on   = "dossier.return_channel"
-- rule        = "date"
-- rule_name   = "theo ngày trả kết quả, không có thì theo ngày giải quyết xong"
-- statuses    = "tính: đã trả kết quả; hệ thống không ghi cách trả thì không tính"
-- source      = "theo kế hoạch cải cách hành chính"
-- example     = "Hai kết quả đã trả có ghi cách trả, một kết quả qua bưu chính: 1 / 2 = 50%"
-- since       = 2018-06-21
select
    solving_agency as agency_code,
    cast(coalesce(returned_at, ended_at) as date) as on_day,
    dossier_code as subject_id,
    'flow' as kind,
    case when return_channel = 'postal' then 1 else 0 end as numerator,
    1 as denominator
from dossier
where status = 'returned' and return_channel is not null and coalesce(returned_at, ended_at) is not null
