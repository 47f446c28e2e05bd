-- How codes become keys: functions that DuckDB and Spark write differently. The same names stand in duckdb.sql beside it.

create or replace temporary function plain_letters(t string) returns string return translate(t,
    '⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉①②③④⑤⑥⑦⑧⑨⁻₋⁄∕․。·АВЕКМНОРСТУХІЈЅԚԜΑΒΕΖΗΙΚΜΝΟΡΤΥΧÐƉ',
    '01234567890123456789123456789--//...ABEKMHOPCTYXIJSQWABEZHIKMNOPTYXĐĐ');

-- One letter stays one: by itself this engine makes SS of ß and FI of ﬁ, and knows letters that the other does not.
create or replace temporary function spelled_code(t string) returns string return (
    select regexp_replace(regexp_replace(plain_letters(large), r'[\p{Pd}\x{2212}\x{2043}_]', '-'), r' *([./-]) *', '$1')
    from (select array_join(transform(split(seen, concat('(?<=', own, ')|(?=', own, ')')), part -> case when part rlike own
            then translate(part, 'ßᾀᾁᾂᾃᾄᾅᾆᾇᾐᾑᾒᾓᾔᾕᾖᾗᾠᾡᾢᾣᾤᾥᾦᾧᾳῃῳ', 'ẞᾈᾉᾊᾋᾌᾍᾎᾏᾘᾙᾚᾛᾜᾝᾞᾟᾨᾩᾪᾫᾬᾭᾮᾯᾼῌῼ') else upper(part) end), '') as large
        from (select seen_text(t) as seen, r'[\x{DF}\x{149}\x{19B}\x{1F0}\x{264}\x{390}\x{3B0}\x{587}\x{1C8A}\x{1E96}-\x{1E9A}\x{1F50}\x{1F52}\x{1F54}\x{1F56}\x{1F80}-\x{1FAF}\x{1FB2}-\x{1FB4}\x{1FB6}\x{1FB7}\x{1FBC}\x{1FC2}-\x{1FC4}\x{1FC6}\x{1FC7}\x{1FCC}\x{1FD2}\x{1FD3}\x{1FD6}\x{1FD7}\x{1FE2}-\x{1FE4}\x{1FE6}\x{1FE7}\x{1FF2}-\x{1FF4}\x{1FF6}\x{1FF7}\x{1FFC}\x{A7CD}\x{A7CF}\x{A7D3}\x{A7D5}\x{A7DB}\x{FB00}-\x{FB06}\x{FB13}-\x{FB17}\x{10D70}-\x{10D85}\x{16EBB}-\x{16ED3}]' as own)));

create or replace temporary function bare_code(t string) returns string return regexp_replace(regexp_replace(regexp_replace(regexp_replace(
    spelled_code(t), r'\A[=#\x27 "“”„‟‘’‚‛«»`´ʼ]+|[\x27 "“”„‟‘’‚‛«»`´ʼ.,;:]+\z', ''),
    r'\A((MÃ|MA|SỐ|SO|MHS|HS|HỒ SƠ|HO SO|TTHC|PAKN)[ .]*)+: *|\A((MÃ|SỐ) )*HỒ SƠ( SỐ)? +', ''),
    r'\A(?:(?:MÃ|MA|SỐ|SO|MHS|HS|HO SO) +)+(([0-9]{3}[.][0-9]{2}[.][0-9]{2}[.])?[A-Z][0-9]{2}([.][0-9]{1,3})*-[0-9]{6,8}-[0-9]{4})', '$1'),
    r'\A[(\[{<]([^()\[\]{}<>]+)[)\]}>]\z', '$1');

create or replace temporary function undressed_code(bare string) returns string return
    regexp_replace(replace(replace(bare, ' ', ''), ',', '.'), r'\A([0-9]{4,15})[.]0\z', '$1');

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
    when undressed_code(bare) rlike concat(r'\A(?:', number_form(), r')\z') then 'code_became_number'
    when undressed_code(bare) rlike concat(r'\A(?:', day_form(), r')\z') then 'code_became_day'
    when bare rlike concat('(?d)', words_beside()) then 'code_with_words'
    when bare rlike strange_letter() then 'code_with_strange_letters'
end;
create or replace temporary function code_problem(t string) returns string return bare_problem(bare_code(t));

create or replace temporary function sound_code(bare string) returns string return nullif(regexp_extract(regexp_replace(undressed_code(
    regexp_replace(bare, concat(r'(?d)\A.*(?:', words_beside(), '|', strange_letter(), r').*\z'), '')),
    concat(r'\A(?:', number_form(), '|', day_form(), r')\z'), ''), r'(?d)\A.+\z', 0), '');

create or replace temporary function pointed_code(t string) returns string return regexp_replace(t,
    r'\A([0-9]{3})[.]?([0-9]{2})[.]?([0-9]{2})[.]?(H[0-9]{2}-[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])-[0-9]+)\z', '$1.$2.$3.$4');

create or replace temporary function holds_day(code string) returns boolean
    return code rlike '(^|[.-])(20)?[1-3][0-9](0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])[.-]';

create or replace temporary function is_plain_code(t string) returns boolean return
    t rlike r'\A[0-9A-DF-Z]([0-9A-DF-Z./-]*[0-9A-DF-Z])?\z' and t not like '%.0' and t not like '%/%/%'
    and (t not like '_%H__-______-_%' or t like '___.__.__.H%');
create or replace temporary function normalized_code(t string) returns string return
    case when is_plain_code(t) then t else pointed_code(sound_code(bare_code(t))) end;

create or replace temporary function lost_zero_form() returns string return '[0-9][.][0-9]{2,5}';
create or replace temporary function procedure_problem(t string) returns string return case
    when undressed_code(bare_code(t)) rlike concat(r'\A', lost_zero_form(), r'\z') then 'code_lost_zero' else code_problem(t) end;
create or replace temporary function national_procedure(code string) returns string return
    regexp_replace(code, r'\A([0-9][.][0-9]{6})[.](?:[0-9]{3}[.][0-9]{2}[.][0-9]{2}[.])?H[0-9]{2}\z', '$1');
create or replace temporary function is_plain_procedure(t string) returns boolean return t rlike r'\A[0-9][.][0-9]{6}([.][0-9A-GI-Z][0-9A-Z]*)*\z';
create or replace temporary function normalized_procedure(t string) returns string return case
    when is_plain_procedure(t) then t
    else national_procedure(nullif(regexp_extract(regexp_replace(
        sound_code(bare_code(t)), concat(r'\A', lost_zero_form(), r'\z'), ''), r'(?d)\A.+\z', 0), '')) end;

create or replace temporary function zeros_of_number(t string) returns bigint return
    case when t rlike r'\A[0-9]{15}0+\z' then length(t) - 15 end;

-- How far a dossier is: announced, open, done, handed over.
create or replace temporary function dossier_step(status string) returns int return case
    when status = 'registered' then 0
    when status in ('received', 'in_progress', 'supplement_requested', 'fee_requested') then 1
    when status = 'returned' then 3 else 2 end;
