-- All that any export told of them, and what was made of it before.
create table change.made.dossier_version as
select version.* from {main}.dossier_version as version
where version.dossier_code in (select dossier_code from change.made.changed_code);

create table change.made.apology_letter_version as
select version.* from {main}.apology_letter_version as version
where version.dossier_code in (select dossier_code from change.made.changed_code);

create table change.made.dossier_before as
select dossier.* from {main}.dossier as dossier
where dossier.dossier_code in (select dossier_code from change.made.changed_code);

-- What is put in less what is taken out, by metric and slice; no slice is of what names no dossier. The last five are of what is put in.
create table change.made.event_sum (
    metric_id varchar not null,
    agency_code varchar not null,
    on_day date not null,
    kind varchar not null,
    hash ubigint,
    numerator bigint not null,
    denominator bigint,
    events bigint not null,
    least bigint,
    most bigint,
    least_of bigint,
    most_of bigint,
    excess bigint
);
