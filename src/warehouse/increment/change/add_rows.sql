insert into {main}.{table} select * from change.made.{table};
delete from change.made.{table}
