-- The dossiers that new exports tell of, beside the build: nothing of it is published.
attach ':memory:' as change;
create schema change.made;
create schema change.signed;

create table change.made.changed_code as
select dossier_code from dossier_version where source_id in ({sources})
union
select dossier_code from apology_letter_version where source_id in ({sources});
