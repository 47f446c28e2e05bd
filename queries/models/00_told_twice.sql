-- apart_by = "dossier_code"
-- What exports of one day tell of more than once. Nearly everything is told of once, so that what asks for more than the latest row asks here.

-- One row per dossier that more than one row tells of, of whatever day.
create table dossier_again as
select dossier_code, min(received_at) as first_received_at, max(received_at) as last_received_at
from dossier_version
group by dossier_code
having count(*) > 1;

-- One row per dossier and day.
create table dossier_twice as
select version.dossier_code, version.snapshot_at
from dossier_again as again
join dossier_version as version on version.dossier_code = again.dossier_code
group by version.dossier_code, version.snapshot_at
having count(*) > 1;

-- One row per dossier and day on which lists of two systems tell of it.
create table dossier_in_systems as
select version.dossier_code, version.snapshot_at
from dossier_twice as twice
join dossier_version as version on version.dossier_code = twice.dossier_code and version.snapshot_at = twice.snapshot_at
join source on source.id = version.source_id
group by version.dossier_code, version.snapshot_at
having min(source.connector) <> max(source.connector);

-- One row per dossier that lists of two systems tell of, whatever the day.
create table dossier_of_systems as
select version.dossier_code
from dossier_again as again
join dossier_version as version on version.dossier_code = again.dossier_code
join source on source.id = version.source_id
group by version.dossier_code
having min(source.connector) <> max(source.connector);
