-- Of two slices of one hash nobody knows which is meant.
select case when count(*) > count(distinct hash) then error('two slices have one hash') end from slice_hash;

-- Sums by day are one row each: a row that changed is taken out and put in anew, and one without an event left is gone.
create temp table day_merged as
with day_change as (
    select
        metric_id, agency_code, on_day, kind,
        sum(sign * numerator) as numerator, sum(sign * denominator) as denominator, sum(sign * events) as events
    from change.made.event_sum
    group by metric_id, agency_code, on_day, kind
    having sum(sign * numerator) <> 0 or coalesce(sum(sign * denominator), 0) <> 0 or sum(sign * events) <> 0
)
select
    before.rowid as place, day_change.metric_id, day_change.agency_code, day_change.on_day, day_change.kind,
    coalesce(before.numerator, 0) + day_change.numerator as numerator,
    coalesce(before.denominator + day_change.denominator, before.denominator, day_change.denominator) as denominator,
    coalesce(before.events, 0) + day_change.events as events
from day_change
left join metric_day as before on before.metric_id = day_change.metric_id and before.agency_code = day_change.agency_code
    and before.on_day = day_change.on_day and before.kind = day_change.kind;

-- What was never put in cannot be taken out.
select case when count(*) > 0 then error('sums of the dossiers that changed are not among the sums of all') end
from day_merged
where events < 0 or (events = 0 and (numerator <> 0 or coalesce(denominator, 0) <> 0));

delete from metric_day where rowid in (select place from day_merged);
insert into metric_day
select metric_id, agency_code, on_day, kind, numerator, denominator, events
from day_merged
where events > 0
order by metric_id, agency_code, on_day;
drop table day_merged;

-- Sums by slice are too many to look for each: the difference is one row more, and all that belongs together is added up when it is asked for.
create temp table slice_change as
select
    event_sum.metric_id, event_sum.agency_code, event_sum.on_day, event_sum.kind, slice_hash.number as slice_number,
    sum(sign * numerator) as numerator, sum(sign * denominator) as denominator, sum(sign * events) as events
from change.made.event_sum as event_sum
left join slice_hash on slice_hash.hash = event_sum.hash
group by all
having sum(sign * numerator) <> 0 or coalesce(sum(sign * denominator), 0) <> 0 or sum(sign * events) <> 0;

insert into metric_slice
select metric_id, agency_code, on_day, kind, slice_number, numerator, denominator, events
from slice_change
order by metric_id, date_trunc('month', on_day), agency_code, on_day;

insert into metric_slice_month
select
    metric_id, agency_code, date_trunc('month', on_day) as on_day, kind, slice_number,
    sum(numerator) as numerator, sum(denominator) as denominator, sum(events) as events
from slice_change
group by all
having sum(numerator) <> 0 or coalesce(sum(denominator), 0) <> 0 or sum(events) <> 0
order by metric_id, agency_code, on_day;
drop table slice_change;
