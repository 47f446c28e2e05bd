select
    told.metric_id, told.agency_code, told.on_day, told.kind, slice.procedure_code, slice.procedure_name, slice.sector, slice.channel,
    slice.service_level, slice.status, sum(told.numerator) as numerator, sum(told.denominator) as denominator, sum(told.events) as events
from main.{table} as told
left join main.slice as slice on slice.number = told.slice_number
group by all
having sum(told.events) <> 0 or sum(told.numerator) <> 0 or coalesce(sum(told.denominator), 0) <> 0
