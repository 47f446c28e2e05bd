-- The sums by slice are kept where they are the sums by day, every event has a numerator (of one that has none nobody could take it out
-- again), no event takes back what it was not a stock of, and no two slices have one hash. Whether a dossier is one event cannot be told here; that it is counted once is the unit's word.
update metric set
    is_sliced =
        not exists (
            select agency_code, on_day, kind, sum(numerator), sum(denominator), sum(events) from slice_sum group by all
            except
            select agency_code, on_day, kind, numerator, denominator, events from metric_day where metric_id = {metric}
        )
        and (select count(*) = count(distinct hash) from slice_hash)
        and (select coalesce(bool_and(counted = events), true) from slice_sum)
        and (select coalesce(bool_and(kind <> 'flow' or (least >= 0 and coalesce(least_of, 0) >= 0)), true) from slice_sum)
        and (unit in ('percent', 'dossiers') or not exists (select 1 from slice_sum where kind <> 'flow')),
    is_flow = unit in ('percent', 'dossiers') and (
        select coalesce(bool_and(
            kind = 'flow' and least >= 0 and most <= 1 and coalesce(least_of, 1) = 1 and coalesce(most_of, 1) = 1
                and coalesce(excess, 0) <= 0
        ), true)
        from slice_sum
    )
where id = {metric};

insert into metric_slice
select
    {metric} as metric_id, slice_sum.agency_code, slice_sum.on_day, slice_sum.kind, slice_hash.number as slice_number,
    slice_sum.numerator, slice_sum.denominator, slice_sum.events
from slice_sum
left join slice_hash on slice_hash.hash = slice_sum.hash
where (select is_sliced from metric where id = {metric})
-- A span asks for the days of its first and last month.
order by date_trunc('month', slice_sum.on_day), slice_sum.agency_code, slice_sum.on_day;

insert into metric_slice_month
select
    metric_id, agency_code, date_trunc('month', on_day) as on_day, kind, slice_number,
    sum(numerator) as numerator, sum(denominator) as denominator, sum(events) as events
from metric_slice
where metric_id = {metric}
group by all
order by agency_code, on_day
