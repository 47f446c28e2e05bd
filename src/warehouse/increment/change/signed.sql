-- The dossiers as they were, to be taken out, and as they are, to be put in: called by that and by the hash of their slice, as rollup does.
create table change.signed.dossier as
select * replace (concat('-', hash(procedure_code, procedure_name, sector, channel, service_level, status)) as dossier_code)
from change.made.dossier_before
union all
select * replace (concat('+', hash(procedure_code, procedure_name, sector, channel, service_level, status)) as dossier_code)
from change.made.dossier;
