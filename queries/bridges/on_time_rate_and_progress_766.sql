-- id     = "on_time_rate_and_progress_766"
-- first  = "on_time_rate"
-- second = "progress_766"
-- [reasons]
-- open        = "đang giải quyết đến hết kỳ: chỉ bộ chỉ số 766 tính"
-- withdrawn   = "người dân rút hoặc dừng xử lý, có ngày kết thúc: chỉ bộ chỉ số 766 tính"
-- no_due_day  = "không có ngày hẹn trả: bộ chỉ số 766 lấy thời hạn tối đa của thủ tục"
-- no_receipt  = "không có ngày tiếp nhận: bộ chỉ số 766 không tính"
-- before_receipt = "ngày xong trước ngày tiếp nhận: bộ chỉ số 766 tính vào ngày tiếp nhận"
-- unreadable  = "có ô không đọc được mà một trong hai cách tính cần"
-- asked_twice = "yêu cầu bổ sung từ hai lần: bộ chỉ số 766 coi là quá hạn"
-- waiting     = "thời gian chờ bổ sung: bộ chỉ số 766 trừ ra khỏi thời hạn"
-- hour        = "xong đúng ngày hẹn nhưng sau giờ hẹn: bộ chỉ số 766 tính theo giờ"
with facts as (
    select
        differing.*, dossier.status, dossier.received_at, dossier.due_at, dossier.supplement_count, dossier.unreadable_columns,
        cast(dossier.due_at as date) as due_on, cast(dossier.received_at as date) as received_on,
        cast(coalesce(dossier.ended_at, dossier.returned_at) as date) as ended_on
    from differing
    join dossier on dossier.dossier_code = differing.subject_id
)
select subject_id, case
    when unreadable_columns is not null and unreadable_columns <> '' then 'unreadable'
    when counted_by = 'only_second' then case
        when status in ('received', 'in_progress', 'supplement_requested', 'fee_requested') then 'open'
        when greatest(ended_on, received_on) > last_day then 'open'
        when status in ('withdrawn', 'stopped') then 'withdrawn'
        when due_at is null then 'no_due_day'
        when ended_on < received_on then 'before_receipt'
    end
    when counted_by = 'only_first' then case
        when received_at is null then 'no_receipt'
        when ended_on < received_on then 'before_receipt'
    end
    when first_numerator < second_numerator then 'waiting'
    when supplement_count > 1 then 'asked_twice'
    when ended_on = due_on then 'hour'
end as reason
from facts cross join asked
