-- How many dossiers of a metric each agency has in a period, by the sums kept. $1 first day, $2 last day, $3 of one procedure
select metric_slice.agency_code, cast(sum({listed}) as bigint) as listed
from metric_slice
left join slice on slice.number = metric_slice.slice_number
where metric_slice.metric_id = {metric} and metric_slice.on_day <= cast($2 as date) {agencies}
    and case
        when metric_slice.kind = 'flow' then metric_slice.on_day >= cast($1 as date)
        else metric_slice.on_day <= (select known_until from build) and cast($1 as date) <= (select known_until from build)
    end
    and (cast($3 as varchar) is null or coalesce(slice.procedure_code, slice.procedure_name) = $3)
group by metric_slice.agency_code
having listed > 0
order by metric_slice.agency_code
