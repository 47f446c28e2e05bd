-- What was found of the dossiers that changed; not what was found of a petition that is called as one of them is.
delete from {main}.check_row
where check_id in ({checks}) and subject_id in (select dossier_code from change.made.changed_code)
    and (source_id is null or source_id in (select id from {main}.source where yields = 'dossier'))
