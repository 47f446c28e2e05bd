-- id   = "bieu_06"
-- name = "Tình hình, kết quả giải quyết thủ tục hành chính"

-- One row per dossier that was received. What is withdrawn or stopped is settled; while the citizen is asked for more, nothing is overdue.
with dated as (
    select
        solving_agency, sector, channel, status,
        cast(received_at as date) as received_on,
        cast(due_at as date) as due_on,
        -- What was done without a day was done when it was due, and no later than it was seen done.
        cast(coalesce(ended_at, returned_at, least(due_at, snapshot_at), snapshot_at) as date) as closed_on
    from dossier
    where status not in ('registered', 'refused') and received_at is not null
)
select
    solving_agency as agency_code, sector, received_on,
    coalesce(channel = 'online', false) as is_online,
    case when status in ('supplement_requested', 'withdrawn', 'stopped') then null else due_on end as due_on,
    case
        when status in ('finished', 'returned', 'withdrawn', 'stopped') then greatest(closed_on, received_on)
    end as ended_on
from dated
