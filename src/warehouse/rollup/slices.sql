-- Slices by the hash of what they are: a column of the dossier would have to be joined for.
create temp table slice_hash as
with distinct_slice as (
    select distinct procedure_code, procedure_name, sector, channel, service_level, status from dossier
)
select
    hash(procedure_code, procedure_name, sector, channel, service_level, status) as hash,
    cast(row_number() over (order by procedure_code, procedure_name, sector, channel, service_level, status) as integer) as number,
    procedure_code, procedure_name, sector, channel, service_level, status
from distinct_slice;

insert into slice
select number, procedure_code, procedure_name, sector, channel, service_level, status from slice_hash order by number;

create schema by_slice;

create view by_slice.dossier as
select * replace (hash(procedure_code, procedure_name, sector, channel, service_level, status) as dossier_code)
from main.dossier;
