-- Dossiers, and until when each is known to be as it is: by its newest export, and no longer than anything is known. {among} a condition on agencies.
with told as (
    select
        dossier.*, solving_agency as agency_code,
        case
            when known.until_on is null or cast(dossier.snapshot_at as date) <= known.until_on then dossier.snapshot_at
            else cast(known.until_on as timestamp)
        end as known_at
    from dossier
    left join known on known.source_kind = 'dossier'
),
mine as (
    select told.*, status in ('received', 'in_progress', 'fee_requested') as is_open
    from told
    where true {among}
)
