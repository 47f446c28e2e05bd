-- After `counted`: the dossiers behind a number, each with how late it is. $3 only those that pull the metric down, $4 of one procedure,
-- $5 whose code holds this, $8 due on this day or later, $9 due on this day or before
timed as not materialized (select * from dossier_lateness where true {of}),
chosen as (
    select
        counted.subject_id, counted.agency_code, counted.numerator, counted.denominator, dossier.due_at,
        dossier.dossier_code is not null as is_found, {rank} as sort_rank, {key} as sort_key
    from counted
    left join {dossiers} as dossier on dossier.dossier_code = counted.subject_id
    where (counted.numerator > 0 or counted.denominator > 0) and (not $3 or {is_failing})
        and (cast($4 as varchar) is null or coalesce(dossier.procedure_code, dossier.procedure_name) = $4)
        and (cast($5 as varchar) is null or contains(lower(counted.subject_id), lower($5)))
        and (cast($8 as date) is null or cast(dossier.due_at as date) >= cast($8 as date))
        and (cast($9 as date) is null or cast(dossier.due_at as date) <= cast($9 as date))
        {lateness}{extras}
),
