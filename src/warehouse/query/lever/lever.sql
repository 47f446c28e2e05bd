-- The dossiers that can still move a metric, as its content tells. What is asked of `at_hand` follows.
-- $1 and $2 are the first and the last day of the period, $3 the day until which it is told.
with asked as (select cast($1 as date) as first_day, cast($2 as date) as last_day, cast($3 as date) as on_day),
counting as (
    {counted}
    summed as (select subject_id, sum(numerator) as numerator, sum(denominator) as denominator from counted group by subject_id)
    select * from summed
),
-- What the metric takes out of its numerator by the end of the period, by what is known: what stays open past its time.
falling as (
    select subject_id, min(on_day) as on_day
    from {events}
    where on_day > cast($3 as date) and on_day <= cast($2 as date) {among}
    group by subject_id
    having sum(numerator) < 0
),
-- What it takes out on the day of the newest export itself: its hour may not have passed.
falling_today as (
    select distinct subject_id from {events} where {today} and on_day = cast($3 as date) and numerator < 0 {among}
),
-- One standing a dossier, whatever the content says of it.
levers as (select subject_id, min(standing) as standing, min(lost_on) as lost_on from ({levers}) group by subject_id),
-- What the metric does not count cannot move it, and what it counts already cannot be gained.
at_hand as (
    select levers.subject_id, levers.standing, levers.lost_on
    from levers
    join counting on counting.subject_id = levers.subject_id
    where counting.denominator = 1 and counting.numerator = case when levers.standing = 'kept' then 1 else 0 end
)
