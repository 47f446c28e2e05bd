-- How texts become keys: functions that DuckDB and Spark write differently. The same names stand in duckdb.sql beside it.
-- This engine cannot compose letters: the decoders have, before a text is archived.

create or replace temporary function seen_text(t string) returns string return trim(regexp_replace(regexp_replace(regexp_replace(
    t, r'[\s\p{Z}]+', ' '), r'[\p{C}\x{FE0F}]+', ''), ' {2,}', ' '));

create or replace temporary function normalized_text(t string) returns string return
    nullif(regexp_replace(regexp_replace(seen_text(t), r'^="(.*)"$', '$1'), r'^\x27+', ''), '');
create or replace temporary function text_problem(t string) returns string return 'missing';

create or replace temporary function text_key(t string) returns string return
    regexp_replace(lower(regexp_replace(normalized_text(t), r'[\p{Pd}\x{2212}]', '-')), r'[\s.;:,]+$', '');

create or replace temporary function undressed_code(t string) returns string return
    regexp_replace(regexp_replace(upper(regexp_replace(regexp_replace(
        t, r'[\s\p{Z}\p{C}\x{FE0F}]+', ''), r'[\p{Pd}\x{2212}\x{2043}]', '-')),
        r'^[=\x27"“”„‟‘’‚‛«»`´ʼ]+|[\x27"“”„‟‘’‚‛«»`´ʼ]+$', ''), r'^([0-9]{4,15})[.,]0$', '$1');

create or replace temporary function code_damage(t string) returns string return case
    when t = '' then 'missing'
    when t rlike '^[0-9]+([.,][0-9]+E[+]?|E[+])[0-9]+$' or t rlike '^[0-9]{16,}[.,][0-9]+$' then 'code_became_number'
    when t rlike '^[0-9]{4}-[0-9]{2}-[0-9]{2}T?[0-9]{2}:[0-9]{2}:[0-9]{2}$'
        or t rlike '^([0-9]{1,2}-(JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)(-[0-9]{2,4})?|(JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)-[0-9]{2})$'
        then 'code_became_day'
end;

create or replace temporary function code_problem(t string) returns string return code_damage(undressed_code(t));
create or replace temporary function normalized_code(t string) returns string return
    case when code_problem(t) is null then undressed_code(t) end;

create or replace temporary function procedure_problem(t string) returns string return
    case when undressed_code(t) rlike '^[0-9][.,][0-9]{2,5}$' then 'code_lost_zero' else code_problem(t) end;
create or replace temporary function normalized_procedure(t string) returns string return
    case when procedure_problem(t) is null then regexp_replace(undressed_code(t), '^([0-9]),([0-9]{6})$', '$1.$2') end;

create or replace temporary function zeros_of_number(t string) returns bigint return
    case when t rlike '^[0-9]{15}0+$' then length(t) - 15 end;

-- How far a dossier is: announced, open, done, handed over.
create or replace temporary function dossier_step(status string) returns int return case
    when status = 'registered' then 0
    when status in ('received', 'in_progress', 'supplement_requested', 'fee_requested') then 1
    when status = 'returned' then 3 else 2 end;
