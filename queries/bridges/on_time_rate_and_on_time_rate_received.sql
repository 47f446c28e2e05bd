-- id     = "on_time_rate_and_on_time_rate_received"
-- first  = "on_time_rate"
-- second = "on_time_rate_received"
-- [reasons]
-- received_before = "xong trong kỳ, tiếp nhận trước kỳ"
-- ended_after     = "tiếp nhận trong kỳ, xong sau kỳ"
-- no_receipt      = "xong trong kỳ, không có ngày tiếp nhận"
-- before_receipt  = "ngày xong trước ngày tiếp nhận, hai ngày ở hai kỳ khác nhau"
-- unreadable      = "có ô không đọc được mà một trong hai cách tính cần"
with facts as (
    select
        differing.*, dossier.unreadable_columns, cast(dossier.received_at as date) as received_on,
        cast(coalesce(dossier.ended_at, dossier.returned_at) as date) as ended_on
    from differing
    join dossier on dossier.dossier_code = differing.subject_id
)
select subject_id, case
    when unreadable_columns is not null and unreadable_columns <> '' then 'unreadable'
    when ended_on < received_on then 'before_receipt'
    when counted_by = 'only_second' and ended_on > last_day then 'ended_after'
    when counted_by = 'only_first' and received_on < first_day then 'received_before'
    when counted_by = 'only_first' and received_on is null then 'no_receipt'
end as reason
from facts cross join asked
