-- Slices by the hash of what they are: a column of the dossier would have to be joined for. Those that are there keep their number.
create {temp} table slice_hash as
with new_slice as (
    select distinct procedure_code, procedure_name, sector, channel, service_level, status from {dossiers}
    except
    select procedure_code, procedure_name, sector, channel, service_level, status from slice
),
numbered as (
    select
        (select coalesce(max(number), 0) from slice)
            + row_number() over (
                order by procedure_code nulls last, procedure_name nulls last, sector nulls last, channel nulls last, service_level nulls last,
                    status nulls last
            ) as number,
        procedure_code, procedure_name, sector, channel, service_level, status
    from new_slice
    union all
    select number, procedure_code, procedure_name, sector, channel, service_level, status from slice
)
select
    {code} as hash, cast(number as integer) as number,
    procedure_code, procedure_name, sector, channel, service_level, status
from numbered
