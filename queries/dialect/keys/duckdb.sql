-- How texts become keys: functions that DuckDB and Spark write differently. The same names stand in spark.sql beside it.

-- A text without what nobody sees in it: composed, no controls, marks without width or soft hyphens, blanks of every width as one blank.
create or replace macro seen_text(t) as trim(regexp_replace(regexp_replace(regexp_replace(
    nfc_normalize(t), '[\s\p{Z}]+', ' ', 'g'), '[\p{C}\x{FE0F}]+', '', 'g'), ' {2,}', ' ', 'g'));

-- The same of a text by which rows are told apart, without the guards that keep a spreadsheet from reading it (="…", ').
create or replace macro normalized_text(t) as case
    when not regexp_matches(t, '^[=''\s]|[\p{C}\x{FE0F}\t\n\r]|[\p{Z}]{2}|[\x{A0}\x{2000}-\x{200A}\x{2028}\x{2029}\x{202F}\x{205F}\x{3000}\x{300}-\x{36F}]|\s$') then t
    else nullif(regexp_replace(regexp_replace(seen_text(t), '^="(.*)"$', '\1'), '^''+', ''), '') end;
create or replace macro text_problem(t) as 'missing';

-- What two dresses of such a text have in common: neither case nor kind of dash nor a mark at its end tells tasks apart.
create or replace macro text_key(t) as
    regexp_replace(lower(regexp_replace(normalized_text(t), '[\p{Pd}\x{2212}]', '-', 'g')), '[\s.;:,]+$', '');

-- A code without its dress: no blanks, no guards and quotes around it, plain dashes, capitals; nor the ".0" of a number that a program wrote.
create or replace macro undressed_code(t) as regexp_replace(regexp_replace(upper(regexp_replace(regexp_replace(
    nfc_normalize(t), '[\s\p{Z}\p{C}\x{FE0F}]+', '', 'g'), '[\p{Pd}\x{2212}\x{2043}]', '-', 'g')),
    '^[=''"“”„‟‘’‚‛«»`´ʼ]+|[''"“”„‟‘’‚‛«»`´ʼ]+$', '', 'g'), '^([0-9]{4,15})[.,]0$', '\1');

-- Why a code, without its dress, is none any more: a spreadsheet made a number or a day of it. Null where it is whole.
create or replace macro code_damage(t) as case
    when t = '' then 'missing'
    when regexp_full_match(t, '[0-9]+([.,][0-9]+E[+]?|E[+])[0-9]+') or regexp_full_match(t, '[0-9]{16,}[.,][0-9]+') then 'code_became_number'
    when regexp_full_match(t, '[0-9]{4}-[0-9]{2}-[0-9]{2}T?[0-9]{2}:[0-9]{2}:[0-9]{2}')
        or regexp_full_match(t, '[0-9]{1,2}-(JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)(-[0-9]{2,4})?|(JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)-[0-9]{2}')
        then 'code_became_day'
end;

-- The code that a text means, in one dress; null where nothing is left of it. Clean ones, nearly all, are seen at once.
create or replace macro normalized_code(t) as case
    when regexp_full_match(t, '[0-9A-DF-Z][0-9A-DF-Z./_-]*') and t not like '%.0' then t
    when code_damage(undressed_code(t)) is null then undressed_code(t) end;
create or replace macro code_problem(t) as code_damage(undressed_code(t));

-- The same of a procedure's code: as a number it has a decimal comma, and has lost the zeros at its end.
create or replace macro procedure_problem(t) as
    case when regexp_full_match(undressed_code(t), '[0-9][.,][0-9]{2,5}') then 'code_lost_zero' else code_problem(t) end;
create or replace macro normalized_procedure(t) as case
    when regexp_full_match(t, '[0-9][.][0-9]{6}([.][0-9A-Z]+)*') then t
    when procedure_problem(t) is null then regexp_replace(undressed_code(t), '^([0-9]),([0-9]{6})$', '\1.\2') end;

-- Of a code that is but digits: as many zeros at its end as a number of a spreadsheet must have, which keeps fifteen digits.
create or replace macro zeros_of_number(t) as case when regexp_full_match(t, '[0-9]{15}0+') then length(t) - 15 end;

-- How far a dossier is: announced, open, done, handed over.
create or replace macro dossier_step(status) as case
    when status = 'registered' then 0
    when status in ('received', 'in_progress', 'supplement_requested', 'fee_requested') then 1
    when status = 'returned' then 3 else 2 end;
