-- The dossiers behind a number whose events are one a dossier. From one day to another
with {dossiers}counted as (
    select subject_id, agency_code, numerator, denominator
    from {events}
    where on_day between cast({first} as date) and cast({last} as date) {among}
),
