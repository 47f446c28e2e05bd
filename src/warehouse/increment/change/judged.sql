-- What the events put in say of a metric: whether its slices stay such as are kept, whether each dossier is one event still, which kinds of
-- events there are, and whether any is no flow. See rollup/keep.sql.
select
    coalesce(bool_and(kind <> 'flow' or (least >= 0 and coalesce(least_of, 0) >= 0)) filter (where least is not null), true),
    coalesce(bool_and(
        kind = 'flow' and least >= 0 and most <= 1 and coalesce(least_of, 1) = 1 and coalesce(most_of, 1) = 1
            and coalesce(excess, 0) <= 0
    ) filter (where least is not null), true),
    coalesce(string_agg(distinct kind, ' ' order by kind), ''),
    (select coalesce(sum(events), 0) from metric_day where metric_id = {metric} and kind <> 'flow')
        + coalesce(sum(events) filter (where kind <> 'flow'), 0) > 0
from change.made.event_sum
where metric_id = {metric}
