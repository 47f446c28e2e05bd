-- How codes become keys: functions that DuckDB and Spark write differently. The same names stand in spark.sql beside it.

-- A code in capitals, digits and marks of one kind: a Cyrillic or Greek letter that looks like a Latin one was meant for it.
create or replace macro plain_letters(t) as case when not regexp_matches(t, '[^\x00-\x7F]') then t else translate(t,
    '⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉①②③④⑤⑥⑦⑧⑨⁻₋⁄∕․。·АВЕКМНОРСТУХІЈЅԚԜΑΒΕΖΗΙΚΜΝΟΡΤΥΧÐƉ',
    '01234567890123456789123456789--//...ABEKMHOPCTYXIJSQWABEZHIKMNOPTYXĐĐ') end;

-- Dashes of one kind; no blanks beside points, strokes and dashes.
create or replace macro spelled_code(t) as regexp_replace(regexp_replace(
    list_transform([upper(seen_text(t))], lambda seen: plain_letters(seen))[1], '[\p{Pd}\x{2212}\x{2043}_]', '-', 'g'), ' *([./-]) *', '\1', 'g');

-- Without what is put around it: guards and quotes, marks at its end, the word for code before it, brackets.
create or replace macro bare_code(t) as regexp_replace(regexp_replace(regexp_replace(regexp_replace(spelled_code(t),
    '^[=#'' "“”„‟‘’‚‛«»`´ʼ]+|['' "“”„‟‘’‚‛«»`´ʼ.,;:]+$', '', 'g'),
    '^((MÃ|MA|SỐ|SO|MHS|HS|HỒ SƠ|HO SO|TTHC|PAKN)[ .]*)+: *|^((MÃ|SỐ) )*HỒ SƠ( SỐ)? +', ''),
    '^(?:(?:MÃ|MA|SỐ|SO|MHS|HS|HO SO) +)+(([0-9]{3}[.][0-9]{2}[.][0-9]{2}[.])?[A-Z][0-9]{2}([.][0-9]{1,3})*-[0-9]{6,8}-[0-9]{4})', '\1'),
    '^[(\[{<]([^()\[\]{}<>]+)[)\]}>]$', '\1');

-- A code without its dress: no blanks, points for commas; nor the ".0" of a number that a program wrote.
create or replace macro undressed_code(bare) as regexp_replace(replace(replace(bare, ' ', ''), ',', '.'), '^([0-9]{4,15})[.]0$', '\1');

-- What a spreadsheet makes of codes: numbers, days. What is of no code: words or another code beside it, strange letters and signs.
create or replace macro number_form() as '[0-9]+([.][0-9]+E[+]?|E[+])[0-9]+|[0-9]{16,}[.][0-9]+';
create or replace macro day_form() as
    '[0-9]{4}-[0-9]{2}-[0-9]{2}T?[0-9]{2}:[0-9]{2}:[0-9]{2}|[0-9]{1,2}-(JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)(-[0-9]{2,4})?|(JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)-[0-9]{2}' ||
    '|((0?[1-9]|[12][0-9]|3[01])/(0?[1-9]|[12][0-9]|3[01])/((19|20)[0-9]{2}|[0-9]{2})|(19|20)[0-9]{2}/(0?[1-9]|[12][0-9]|3[01])/(0?[1-9]|[12][0-9]|3[01]))([0-9]{1,2}:[0-9]{2}(:[0-9]{2})?(AM|PM|SA|CH)?)?';
create or replace macro words_beside() as
    '([0-9]{3}[.][0-9]{2}[.][0-9]{2}[.])?[A-Z][0-9]{2}([.][0-9]{1,3})*-[0-9]{6,8}-[0-9]{4}[0-9]*[ ()\[\]{},;:].*[0-9\p{L}]|[0-9\p{L}].*[ ()\[\]{};:]([0-9]{3}[.][0-9]{2}[.][0-9]{2}[.])?[A-Z][0-9]{2}([.][0-9]{1,3})*-[0-9]{6,8}-[0-9]{4}' ||
    '|[\x{C0}-\x{24F}\x{1E00}-\x{1EFF}]\p{L}* \p{L}{2}|\p{L}{2} \p{L}*[\x{C0}-\x{24F}\x{1E00}-\x{1EFF}]| [(\[{][^)\]}]*\p{L}{2}|[(\[{][^)\]}]*[\x{C0}-\x{24F}\x{1E00}-\x{1EFF}]|;.*[0-9]|, .*[0-9]';
create or replace macro strange_letter() as '[^\x00-\x7F\x{C0}-\x{24F}\x{1E00}-\x{1EFF}]';

-- Why a text is no code; null where it is one. A lambda names what was worked out once: the engine works it out, and compiles every pattern
-- in it, as often as a macro names it.
create or replace macro bare_problem(bare) as case
    when bare = '' then 'missing'
    when regexp_full_match(undressed_code(bare), number_form()) then 'code_became_number'
    when regexp_full_match(undressed_code(bare), day_form()) then 'code_became_day'
    when regexp_matches(bare, words_beside()) then 'code_with_words'
    when regexp_matches(bare, strange_letter()) then 'code_with_strange_letters'
end;
create or replace macro code_problem(t) as list_transform([bare_code(t)], lambda bare: bare_problem(bare))[1];

-- A bare code, and nothing where it is none; each step names its text once, because the engine works it out as often as it is named.
create or replace macro sound_code(bare) as regexp_extract_all(regexp_replace(undressed_code(
    regexp_replace(bare, '^.*(?:' || words_beside() || '|' || strange_letter() || ').*$', '')),
    '^(?:' || number_form() || '|' || day_form() || ')$', ''), '^.+$')[1];

-- The national code with its points: some systems leave them out. What is not wholly of its form is another's, and stays as it is.
create or replace macro pointed_code(t) as case when t not like '%H__-______-_%' or t like '___.__.__.H%' then t else regexp_replace(t,
    '^([0-9]{3})[.]?([0-9]{2})[.]?([0-9]{2})[.]?(H[0-9]{2}-[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])-[0-9]+)$', '\1.\2.\3.\4') end;

-- Whether a code holds the day it was given: `H37-231204-0001`. Such a code is given once.
create or replace macro holds_day(code) as regexp_matches(code, '(^|[.-])(20)?[1-3][0-9](0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])[.-]');

-- The code that a text means, in one dress; null where nothing is left of it. Clean ones, nearly all, are seen at once.
create or replace macro is_plain_code(t) as
    regexp_full_match(t, '[0-9A-DF-Z]([0-9A-DF-Z./-]*[0-9A-DF-Z])?') and t not like '%.0' and t not like '%/%/%'
    and (t not like '_%H__-______-_%' or t like '___.__.__.H%');
create or replace macro normalized_code(t) as case
    when is_plain_code(t) then t
    else list_transform([sound_code(bare_code(t))], lambda code: pointed_code(code))[1] end;

-- The same of a procedure's code: as a number it has lost the zeros at its end. A province may write its mark behind it (1.012784.H21).
create or replace macro lost_zero_form() as '[0-9][.][0-9]{2,5}';
create or replace macro procedure_problem(t) as list_transform([bare_code(t)], lambda bare:
    case when regexp_full_match(undressed_code(bare), lost_zero_form()) then 'code_lost_zero' else bare_problem(bare) end)[1];
create or replace macro national_procedure(code) as regexp_replace(code, '^([0-9][.][0-9]{6})[.](?:[0-9]{3}[.][0-9]{2}[.][0-9]{2}[.])?H[0-9]{2}$', '\1');
create or replace macro is_plain_procedure(t) as regexp_full_match(t, '[0-9][.][0-9]{6}([.][0-9A-GI-Z][0-9A-Z]*)*');
create or replace macro normalized_procedure(t) as case
    when is_plain_procedure(t) then t
    else national_procedure(regexp_extract_all(regexp_replace(sound_code(bare_code(t)), '^' || lost_zero_form() || '$', ''), '^.+$')[1]) end;

-- Of a code that is but digits: as many zeros at its end as a number of a spreadsheet must have, which keeps fifteen digits.
create or replace macro zeros_of_number(t) as case when regexp_full_match(t, '[0-9]{15}0+') then length(t) - 15 end;

-- How far a dossier is: announced, open, done, handed over.
create or replace macro dossier_step(status) as case
    when status = 'registered' then 0
    when status in ('received', 'in_progress', 'supplement_requested', 'fee_requested') then 1
    when status = 'returned' then 3 else 2 end;
