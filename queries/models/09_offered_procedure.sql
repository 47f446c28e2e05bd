-- One row per agency with data and procedure it offers: while the agency, the procedure and the data are there.
create table offered_procedure as
with known as (
    select min(cast(received_at as date)) as first_on from dossier where status not in ('registered', 'refused')
)
select
    used.agency_code, procedure.code, procedure.service_level,
    greatest(procedure.valid_from, unit.valid_from, known.first_on) as first_on,
    least(procedure.valid_to, unit.valid_to) as last_on
from (select distinct receiving_agency as agency_code from dossier) as used
cross join known
join agency_unit as unit on unit.code = used.agency_code
join procedure on (procedure.level is null or procedure.level = unit.level)
    and procedure.valid_from <= coalesce(unit.valid_to, date '9999-12-31')
    and coalesce(procedure.valid_to, date '9999-12-31') >= greatest(unit.valid_from, known.first_on)
    and coalesce(unit.valid_to, date '9999-12-31') >= known.first_on;
