-- How codes become keys: functions that DuckDB and Spark write differently. The same names stand in duckdb.sql beside it.

create or replace temporary function plain_letters(t string) returns string return translate(t,
    '⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉①②③④⑤⑥⑦⑧⑨⁻₋⁄∕․。·АВЕКМНОРСТУХІЈЅԚԜΑΒΕΖΗΙΚΜΝΟΡΤΥΧÐƉ',
    '01234567890123456789123456789--//...ABEKMHOPCTYXIJSQWABEZHIKMNOPTYXĐĐ');

create or replace temporary function spelled_code(t string) returns string return
    regexp_replace(regexp_replace(plain_letters(upper(seen_text(t))), r'[\p{Pd}\x{2212}\x{2043}_]', '-'), r' *([./-]) *', '$1');

create or replace temporary function bare_code(t string) returns string return regexp_replace(regexp_replace(regexp_replace(regexp_replace(
    spelled_code(t), r'^[=#\x27 "“”„‟‘’‚‛«»`´ʼ]+|[\x27 "“”„‟‘’‚‛«»`´ʼ.,;:]+$', ''),
    r'^((MÃ|MA|SỐ|SO|MHS|HS|HỒ SƠ|HO SO|TTHC|PAKN)[ .]*)+: *|^((MÃ|SỐ) )*HỒ SƠ( SỐ)? +', ''),
    r'^(?:(?:MÃ|MA|SỐ|SO|MHS|HS|HO SO) +)+(([0-9]{3}[.][0-9]{2}[.][0-9]{2}[.])?[A-Z][0-9]{2}([.][0-9]{1,3})*-[0-9]{6,8}-[0-9]{4})', '$1'),
    r'^[(\[{<]([^()\[\]{}<>]+)[)\]}>]$', '$1');

create or replace temporary function undressed_code(bare string) returns string return
    regexp_replace(replace(replace(bare, ' ', ''), ',', '.'), r'^([0-9]{4,15})[.]0$', '$1');

create or replace temporary function number_form() returns string return r'[0-9]+([.][0-9]+E[+]?|E[+])[0-9]+|[0-9]{16,}[.][0-9]+';
create or replace temporary function day_form() returns string return concat(
    r'[0-9]{4}-[0-9]{2}-[0-9]{2}T?[0-9]{2}:[0-9]{2}:[0-9]{2}|[0-9]{1,2}-(JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)(-[0-9]{2,4})?|(JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)-[0-9]{2}',
    r'|((0?[1-9]|[12][0-9]|3[01])/(0?[1-9]|[12][0-9]|3[01])/((19|20)[0-9]{2}|[0-9]{2})|(19|20)[0-9]{2}/(0?[1-9]|[12][0-9]|3[01])/(0?[1-9]|[12][0-9]|3[01]))([0-9]{1,2}:[0-9]{2}(:[0-9]{2})?(AM|PM|SA|CH)?)?');
create or replace temporary function words_beside() returns string return concat(
    r'([0-9]{3}[.][0-9]{2}[.][0-9]{2}[.])?[A-Z][0-9]{2}([.][0-9]{1,3})*-[0-9]{6,8}-[0-9]{4}[0-9]*[ ()\[\]{},;:].*[0-9\p{L}]|[0-9\p{L}].*[ ()\[\]{};:]([0-9]{3}[.][0-9]{2}[.][0-9]{2}[.])?[A-Z][0-9]{2}([.][0-9]{1,3})*-[0-9]{6,8}-[0-9]{4}',
    r'|[\x{C0}-\x{24F}\x{1E00}-\x{1EFF}]\p{L}* \p{L}{2}|\p{L}{2} \p{L}*[\x{C0}-\x{24F}\x{1E00}-\x{1EFF}]| [(\[{][^)\]}]*\p{L}{2}|[(\[{][^)\]}]*[\x{C0}-\x{24F}\x{1E00}-\x{1EFF}]|;.*[0-9]|, .*[0-9]');
create or replace temporary function strange_letter() returns string return r'[^\x00-\x7F\x{C0}-\x{24F}\x{1E00}-\x{1EFF}]';

create or replace temporary function bare_problem(bare string) returns string return case
    when bare = '' then 'missing'
    when undressed_code(bare) rlike concat('^(', number_form(), ')$') then 'code_became_number'
    when undressed_code(bare) rlike concat('^(', day_form(), ')$') then 'code_became_day'
    when bare rlike words_beside() then 'code_with_words'
    when bare rlike strange_letter() then 'code_with_strange_letters'
end;
create or replace temporary function code_problem(t string) returns string return bare_problem(bare_code(t));

create or replace temporary function sound_code(bare string) returns string return
    case when bare_problem(bare) is null then undressed_code(bare) end;
create or replace temporary function pointed_code(t string) returns string return regexp_replace(t,
    r'^([0-9]{3})[.]?([0-9]{2})[.]?([0-9]{2})[.]?(H[0-9]{2}-[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])-[0-9]+)$', '$1.$2.$3.$4');
create or replace temporary function normalized_code(t string) returns string return pointed_code(sound_code(bare_code(t)));
create or replace temporary function is_plain_code(t string) returns boolean return coalesce(normalized_code(t) = t, false);

create or replace temporary function holds_day(code string) returns boolean
    return code rlike '(^|[.-])(20)?[1-3][0-9](0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])[.-]';

create or replace temporary function lost_zero_form() returns string return '[0-9][.][0-9]{2,5}';
create or replace temporary function procedure_problem(t string) returns string return case
    when undressed_code(bare_code(t)) rlike concat('^', lost_zero_form(), '$') then 'code_lost_zero' else code_problem(t) end;
create or replace temporary function national_procedure(code string) returns string return
    regexp_replace(code, r'^([0-9][.][0-9]{6})[.](?:[0-9]{3}[.][0-9]{2}[.][0-9]{2}[.])?H[0-9]{2}$', '$1');
create or replace temporary function is_plain_procedure(t string) returns boolean return t rlike '^[0-9][.][0-9]{6}([.][0-9A-GI-Z][0-9A-Z]*)*$';
create or replace temporary function normalized_procedure(t string) returns string return
    case when procedure_problem(t) is null then national_procedure(sound_code(bare_code(t))) end;

create or replace temporary function zeros_of_number(t string) returns bigint return
    case when t rlike '^[0-9]{15}0+$' then length(t) - 15 end;

-- How far a dossier is: announced, open, done, handed over.
create or replace temporary function dossier_step(status string) returns int return case
    when status = 'registered' then 0
    when status in ('received', 'in_progress', 'supplement_requested', 'fee_requested') then 1
    when status = 'returned' then 3 else 2 end;
