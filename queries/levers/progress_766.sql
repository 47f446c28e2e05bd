-- id      = "progress_766"
-- name    = "Giữ đúng hạn"
-- note    = "hồ sơ hẹn đúng ngày xuất tệp chưa được tính, nhưng còn làm được nếu trong ngày ấy chưa qua giờ hẹn"
-- at_hand = "hồ sơ đang giải quyết, còn trong hạn và đến hạn trước khi hết kỳ, hoặc hẹn trong ngày xuất tệp: giải quyết đúng hạn thì vẫn được tính, quá hạn thì không được tính nữa"
-- lost    = "hồ sơ đang giải quyết đã quá hạn: giải quyết xong trong kỳ vẫn là quá hạn"

-- The day on which an open dossier is no longer in time is an event of the metric itself: supplements, maximum times and hours are read as it reads them.
select counting.subject_id, 'kept' as standing, falling.on_day as lost_on
from counting
join falling on falling.subject_id = counting.subject_id
where counting.numerator = 1
union all
-- Due on the day of the export itself it may still be done in time, and is counted then; who was asked twice cannot.
select counting.subject_id,
    case when falling_today.subject_id is not null and coalesce(dossier.supplement_count, 0) <= 1 then 'gained' else 'lost' end,
    case when falling_today.subject_id is not null and coalesce(dossier.supplement_count, 0) <= 1 then asked.on_day end
from counting
cross join asked
join dossier on dossier.dossier_code = counting.subject_id
left join falling_today on falling_today.subject_id = counting.subject_id
where counting.numerator = 0 and dossier.status in ('received', 'in_progress', 'supplement_requested', 'fee_requested')
