-- How texts become keys: functions that DuckDB and Spark write differently. The same names stand in duckdb.sql beside it.
-- This engine cannot compose letters: the decoders have, before a text is archived.

-- Of the class of what nobody sees, what is no letter yet stays: \p{C} takes it away here.
create or replace temporary function without_unseen(t string) returns string return regexp_replace(t,
    r'[\p{Cc}\p{Cf}\p{Co}\p{Cs}\x{34F}\x{115F}\x{1160}\x{17B4}\x{17B5}\x{180B}-\x{180F}\x{2800}\x{3164}\x{FE00}-\x{FE0F}\x{FFA0}\x{E0100}-\x{E01EF}]+', '');

create or replace temporary function plain_width(t string) returns string return translate(t,
    '！＂＃＄％＆（）＊＋，－．／０１２３４５６７８９：；＜＝＞？＠ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ［＼］＾＿｀ａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ｛｜｝～',
    r'!"#$%&()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\]^_`abcdefghijklmnopqrstuvwxyz{|}~');

create or replace temporary function seen_text(t string) returns string return
    trim(regexp_replace(without_unseen(regexp_replace(plain_width(t), r'[\t\n\f\r \p{Z}]+', ' ')), ' {2,}', ' '));

create or replace temporary function is_plain_text(t string) returns boolean return
    not t rlike r'\A[=\x27\t\n\f\r ]|[\p{Cc}\p{Cf}\p{Co}\p{Cs}\x{115F}\x{1160}\x{17B4}\x{17B5}\x{180B}-\x{180F}\x{2800}\x{3164}\x{FE00}-\x{FE0F}\x{FFA0}\x{E0100}-\x{E01EF}]|[\p{Z}]{2}|[\x{A0}\x{2000}-\x{200A}\x{2028}\x{2029}\x{202F}\x{205F}\x{3000}\x{300}-\x{36F}\x{FF01}-\x{FF5E}]|[\t\n\f\r ]\z';
create or replace temporary function normalized_text(t string) returns string return case
    when is_plain_text(t) then t
    else nullif(regexp_replace(regexp_replace(seen_text(t), r'(?d)\A="(.*)"\z', '$1'), r'\A\x27+', ''), '') end;
create or replace temporary function text_problem(t string) returns string return 'missing';

create or replace temporary function text_key(t string) returns string return
    regexp_replace(lower(translate(regexp_replace(normalized_text(t), r'[\p{Pd}\x{2212}]', '-'), 'İΣ', 'iσ')), r'[\t\n\f\r .;:,]+\z', '');
