-- id      = "progress_766"
-- name    = "Giữ đúng hạn"
-- at_hand = "hồ sơ đang giải quyết, còn trong hạn và đến hạn trước khi hết kỳ: giải quyết đúng hạn thì vẫn được tính, quá hạn thì không được tính nữa"
-- lost    = "hồ sơ đang giải quyết đã quá hạn: giải quyết xong trong kỳ vẫn là quá hạn"

-- The day on which an open dossier is no longer in time is an event of the metric itself: supplements, maximum times and hours are read as it reads them.
select counting.subject_id, 'kept' as standing, falling.on_day as lost_on
from counting
join falling on falling.subject_id = counting.subject_id
where counting.numerator = 1
union all
select counting.subject_id, 'lost', cast(null as date)
from counting
join dossier on dossier.dossier_code = counting.subject_id
where counting.numerator = 0 and dossier.status in ('received', 'in_progress', 'supplement_requested', 'fee_requested')
