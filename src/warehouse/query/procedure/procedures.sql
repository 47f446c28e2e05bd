-- Code and name of every procedure: as the register calls it last, else as dossiers do.
with named as (
    select code, name, 1 as is_listed, valid_from from procedure
    union all
    select coalesce(procedure_code, procedure_name), coalesce(procedure_name, procedure_code), 0, null
    from dossier
    where procedure_code is not null or procedure_name is not null
    group by procedure_code, procedure_name
)
select code, name
from named
qualify row_number() over (partition by code order by is_listed desc, valid_from desc nulls last, name) = 1
order by code
