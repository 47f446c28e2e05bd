-- The dossiers behind a number whose events are one a dossier. $1 first day, $2 last day
with {dossiers}counted as (
    select subject_id, agency_code, numerator, denominator
    from {events}
    where on_day between cast($1 as date) and cast($2 as date) {among}
),
