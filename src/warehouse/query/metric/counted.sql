-- The subjects behind a number, their events of the period summed. $1 first day, $2 last day
with {dossiers}counted as (
    select
        subject_id, agency_code,
        -- A subject that counts once in a period does so on however many of its days.
        coalesce(sum(numerator) filter (where kind <> 'once'), 0) + coalesce(max(numerator) filter (where kind = 'once'), 0) as numerator,
        case when count(denominator) > 0 then
            coalesce(sum(denominator) filter (where kind <> 'once'), 0) + coalesce(max(denominator) filter (where kind = 'once'), 0)
        end as denominator
    from {events}
    where on_day <= cast($2 as date) {among}
        and case
            when kind in ('flow', 'once') then on_day >= cast($1 as date)
            else on_day <= {until} and cast($1 as date) <= {until}
        end
    group by subject_id, agency_code
),
