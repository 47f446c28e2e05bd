-- One row per dossier that was carried through: the days it was received, was due and was done, for the rules that compare days.
create view finished_dossier as
select
    solving_agency as agency_code, dossier_code,
    cast(received_at as date) as received_on,
    cast(due_at as date) as due_on,
    cast(coalesce(ended_at, returned_at) as date) as ended_on,
    apology_sent_at, digital_result
from dossier
where status in ('finished', 'returned');
