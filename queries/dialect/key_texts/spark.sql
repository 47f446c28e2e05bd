-- How texts become keys: functions that DuckDB and Spark write differently. The same names stand in duckdb.sql beside it.
-- This engine cannot compose letters: the decoders have, before a text is archived.

create or replace temporary function without_unseen(t string) returns string return regexp_replace(t,
    r'[\p{C}\x{34F}\x{115F}\x{1160}\x{17B4}\x{17B5}\x{180B}-\x{180F}\x{2800}\x{3164}\x{FE00}-\x{FE0F}\x{FFA0}\x{E0100}-\x{E01EF}]+', '');

create or replace temporary function plain_width(t string) returns string return translate(t,
    '！＂＃＄％＆（）＊＋，－．／０１２３４５６７８９：；＜＝＞？＠ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ［＼］＾＿｀ａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ｛｜｝～',
    r'!"#$%&()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\]^_`abcdefghijklmnopqrstuvwxyz{|}~');

create or replace temporary function seen_text(t string) returns string return
    trim(regexp_replace(without_unseen(regexp_replace(plain_width(t), r'[\s\p{Z}]+', ' ')), ' {2,}', ' '));

create or replace temporary function normalized_text(t string) returns string return
    nullif(regexp_replace(regexp_replace(seen_text(t), r'^="(.*)"$', '$1'), r'^\x27+', ''), '');
create or replace temporary function is_plain_text(t string) returns boolean return coalesce(normalized_text(t) = t, false);
create or replace temporary function text_problem(t string) returns string return 'missing';

create or replace temporary function text_key(t string) returns string return
    regexp_replace(lower(regexp_replace(normalized_text(t), r'[\p{Pd}\x{2212}]', '-')), r'[\s.;:,]+$', '');
