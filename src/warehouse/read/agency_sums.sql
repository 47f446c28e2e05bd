-- After `counted`, the sums kept: how many dossiers of a metric each agency has in a period. $1 of one procedure
listed as (
    select counted.agency_code, cast(sum({listed}) as bigint) as listed
    from counted
    left join slice on slice.number = counted.slice_number
    where cast($1 as varchar) is null or coalesce(slice.procedure_code, slice.procedure_name) = $1
    group by counted.agency_code
)
select agency_code, listed from listed where listed > 0 order by agency_code
