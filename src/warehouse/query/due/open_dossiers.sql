-- Dossiers, and until when each is known to be as it is: by its newest export, of one that does not say its day until the last of what happened in it,
-- and never after {today}. Another export says nothing of it. {among} a condition on agencies.
with happened as (
    select source_id, max(cast(greatest(received_at, ended_at, returned_at) as date)) as last_on
    from dossier_version
    where source_id in (select id from source where not is_dated)
        and cast(greatest(received_at, ended_at, returned_at) as date) <= cast(snapshot_at as date)
    group by source_id
),
spoken as (
    select
        dossier.*, dossier.solving_agency as agency_code,
        case when source.is_dated then dossier.snapshot_at else cast(happened.last_on as timestamp) end as spoken_at
    from dossier
    left join source on source.id = dossier.source_id
    left join happened on happened.source_id = dossier.source_id
),
told as (
    select
        spoken.*,
        case when cast(spoken_at as date) > date '{today}' then cast(date '{today}' as timestamp) else spoken_at end as known_at
    from spoken
),
mine as (
    select told.*, status in ('received', 'in_progress', 'fee_requested') as is_open,
        -- Of one that came in later nobody knew then.
        received_at is null or cast(received_at as date) <= date '{today}' as is_received
    from told
    where true {among}
)
