-- id          = "update_gap"
-- name        = "Hồ sơ tiếp nhận, cập nhật so với cùng kỳ năm trước"
-- short_name  = "So với cùng kỳ"
-- unit        = "ratio"
-- events      = ["flow"]
-- better      = "higher"
-- numerator   = "hồ sơ tiếp nhận trong kỳ mà hệ thống đang có"
-- denominator = "hồ sơ tiếp nhận cùng kỳ năm trước, đến cùng ngày với số liệu mới nhất"
-- stands_on   = "dossier.year_before"
-- rule        = "date"
-- rule_name   = "theo ngày tiếp nhận"
-- statuses    = "tính mọi hồ sơ đã tiếp nhận; không tính: mới đăng ký, không được tiếp nhận; ngày mà cùng ngày năm trước chưa có số liệu thì không tính"
-- source      = "theo kế hoạch cải thiện chỉ số CCHC"
-- example     = "Năm nay 299 hồ sơ, năm trước 400: 299 / 400 = 74,75%, thiếu 101 hồ sơ. Số tự khai và trung vị: `motcua compare update_count`"
-- since       = 2018-06-21
with counted as (
    select receiving_agency as agency_code, cast(received_at as date) as on_day, dossier_code
    from dossier
    where status not in ('registered', 'refused') and received_at is not null
)
select agency_code, on_day, dossier_code as subject_id, 'flow' as kind, 1 as numerator, 0 as denominator
from counted
-- Nor more of this year than what is known of last.
join known on known.source_kind = 'dossier.year_before' and counted.on_day >= known.first_on
union all
-- No more of last year than what has passed of this one.
select coalesce(successor.successor_code, divided.dated_code, counted.agency_code), one_year_after(counted.on_day), counted.dossier_code, 'flow', 0, 1
from counted
-- What became another agency wholly since then is that one's.
left join agency_succession as successor on successor.kind = 'whole' and successor.code = counted.agency_code
    and successor.on_day > counted.on_day and successor.on_day <= one_year_after(counted.on_day)
-- Of what was divided since nobody knows whose part it was.
left join divided_code as divided on divided.code = counted.agency_code
    and counted.on_day >= divided.from_on and counted.on_day < divided.on_day and divided.on_day <= one_year_after(counted.on_day)
join build on one_year_after(counted.on_day) <= build.known_until
