delete from metric_day where rowid in (select place from day_merged);
insert into metric_day
select metric_id, agency_code, on_day, kind, numerator, denominator, events
from day_merged
where events > 0
order by metric_id, agency_code, on_day;
drop table day_merged;

-- Sums by slice are too many to look for each: the difference is a row more, and all that belongs together is added up when it is asked for.
insert into metric_slice
with slice_change as (
    select metric_id, agency_code, on_day, kind, hash, numerator, denominator, events
    from change.made.event_sum
    where hash is not null
    union all
    select metric_id, agency_code, on_day, kind, null, sum(numerator), sum(denominator), sum(events)
    from change.made.event_sum
    where hash is null
    group by metric_id, agency_code, on_day, kind
)
select
    slice_change.metric_id, slice_change.agency_code, slice_change.on_day, slice_change.kind, slice_hash.number as slice_number,
    slice_change.numerator, slice_change.denominator, slice_change.events
from slice_change
left join slice_hash on slice_hash.hash = slice_change.hash
where slice_change.numerator <> 0 or coalesce(slice_change.denominator, 0) <> 0 or slice_change.events <> 0;

insert into metric_slice_month
with month_change as (
    select
        metric_id, agency_code, cast(date_trunc('month', on_day) as date) as on_day, kind, hash,
        sum(numerator) as numerator, sum(denominator) as denominator, sum(events) as events
    from change.made.event_sum
    group by all
    having sum(numerator) <> 0 or coalesce(sum(denominator), 0) <> 0 or sum(events) <> 0
)
select
    month_change.metric_id, month_change.agency_code, month_change.on_day, month_change.kind, slice_hash.number as slice_number,
    month_change.numerator, month_change.denominator, month_change.events
from month_change
left join slice_hash on slice_hash.hash = month_change.hash;
