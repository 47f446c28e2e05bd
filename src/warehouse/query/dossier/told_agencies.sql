-- Who solves some dossiers, as every export told, in the order in which it holds. {among} which dossiers
select version.dossier_code, cast(version.snapshot_at as date), version.solving_agency
from dossier_version as version
where true {among}
order by version.dossier_code, version.snapshot_at, version.source_number, version.source_sheet, version.source_row
