-- What was made of a dossier that was not there: nothing.
delete from {main}.{table} where dossier_code in (select dossier_code from change.made.dossier_before);
insert into {main}.{table} select * from change.made.{table};
