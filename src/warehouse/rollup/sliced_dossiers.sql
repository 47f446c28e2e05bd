-- The dossiers, called by their slice.
create schema by_slice;

create view by_slice.dossier as
select * replace (hash(procedure_code, procedure_name, sector, channel, service_level, status) as dossier_code)
from main.dossier;
