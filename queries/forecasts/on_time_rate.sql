-- id = "on_time_rate"

-- One row per dossier that was or will be judged: the days it was received, is due, and ended, which is null while it is open.
select
    solving_agency as agency_code, dossier_code as subject_id,
    cast(received_at as date) as received_on,
    cast(due_at as date) as due_on,
    case when status in ('finished', 'returned') then cast(coalesce(ended_at, returned_at) as date) end as ended_on
from dossier
where received_at is not null and due_at is not null
    and status in ('received', 'in_progress', 'supplement_requested', 'fee_requested', 'finished', 'returned')
