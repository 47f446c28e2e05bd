-- How texts become keys: functions that DuckDB and Spark write differently. The same names stand in spark.sql beside it.

-- A text without what nobody sees in it: controls, marks without width, soft hyphens, letters that only fill a place.
create or replace macro without_unseen(t) as regexp_replace(t,
    '[\p{C}\x{34F}\x{115F}\x{1160}\x{17B4}\x{17B5}\x{180B}-\x{180F}\x{2800}\x{3164}\x{FE00}-\x{FE0F}\x{FFA0}\x{E0100}-\x{E01EF}]+', '', 'g');

-- Letters, digits and marks of full width, as East Asian keyboards write them, as the plain ones.
create or replace macro plain_width(t) as case when not regexp_matches(t, '[\x{FF01}-\x{FF5E}]') then t else translate(t,
    '！＂＃＄％＆（）＊＋，－．／０１２３４５６７８９：；＜＝＞？＠ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ［＼］＾＿｀ａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ｛｜｝～',
    '!"#$%&()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\]^_`abcdefghijklmnopqrstuvwxyz{|}~') end;

-- A text as one sees it: composed, of plain width, blanks of every width as one blank.
create or replace macro seen_text(t) as trim(regexp_replace(without_unseen(regexp_replace(
    list_transform([nfc_normalize(t)], lambda composed: plain_width(composed))[1], '[\s\p{Z}]+', ' ', 'g')), ' {2,}', ' ', 'g'));

-- The same of a text by which rows are told apart, without the guards that keep a spreadsheet from reading it (="…", ').
create or replace macro is_plain_text(t) as
    not regexp_matches(t, '^[=''\s]|[\p{C}\x{115F}\x{1160}\x{17B4}\x{17B5}\x{180B}-\x{180F}\x{2800}\x{3164}\x{FE00}-\x{FE0F}\x{FFA0}\x{E0100}-\x{E01EF}\t\n\r]|[\p{Z}]{2}|[\x{A0}\x{2000}-\x{200A}\x{2028}\x{2029}\x{202F}\x{205F}\x{3000}\x{300}-\x{36F}\x{FF01}-\x{FF5E}]|\s$');
create or replace macro normalized_text(t) as case
    when is_plain_text(t) then t
    else nullif(regexp_replace(regexp_replace(seen_text(t), '^="(.*)"$', '\1'), '^''+', ''), '') end;
create or replace macro text_problem(t) as 'missing';

-- What two dresses of such a text have in common: neither case nor kind of dash nor a mark at its end tells tasks apart.
create or replace macro text_key(t) as
    regexp_replace(lower(regexp_replace(normalized_text(t), '[\p{Pd}\x{2212}]', '-', 'g')), '[\s.;:,]+$', '');
