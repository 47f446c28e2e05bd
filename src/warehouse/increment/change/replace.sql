delete from {main}.{table} where dossier_code in (select dossier_code from change.made.changed_code);
insert into {main}.{table} select * from change.made.{table};
