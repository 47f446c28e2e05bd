-- Rows that say of a dossier by its code what they say of others by theirs; in the place of those that are added, none yet.
delete from {main}.{table} where canonical = 'dossier' and subject_id in (select dossier_code from change.made.changed_code);
create table change.made.{table} as select * from {main}.{table} where false
