#!/bin/sh
# DuckDB 1.5.6 (PyPI duckdb==1.5.6, Python 3.11): the words PostgreSQL writes for days that are none are read in any format, as three different days:
#                                          infinity              -infinity              epoch
#   strptime(t, '%d/%m/%Y')                infinity              -infinity              1970-01-01
#   try_strptime(t, '%d/%m/%Y')            1900-01-01            1900-01-01             1900-01-01
#   read_csv, found out or dateformat      1900-01-01            1900-01-01             1900-01-01
#   cast(t as timestamp)                   infinity              -infinity              1970-01-01
# A portal on PostgreSQL that writes `infinity` for a dossier without a term gives, through read_csv of a column of d/m/Y, a dossier that fell due in
# 1900: no warning, no rejected row, and the column is a DATE. `try_strptime` is told as strptime that gives NULL where it fails; here it gives
# another day. Staging lets no day before 2/9/1945 through, so such a text is listed as one that cannot be read. Ends with an error if any of it changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check duckdb==1.5.6
cd "$folder"
venv/bin/python - <<'PYTHON'
import sys

import duckdb

WORDS = ["infinity", "-infinity", "epoch"]
with open("export.csv", "w", encoding="utf-8") as export:
    export.write("code;due\nH0;31/12/2023\n" + "".join(f"H{row};{word}\n" for row, word in enumerate(WORDS, 1)))
own, none = ["infinity", "-infinity", "1970-01-01 00:00:00"], ["1900-01-01 00:00:00"] * 3
questions = [
    ("strptime", "strptime(t, '%d/%m/%Y')", own), ("try_strptime", "try_strptime(t, '%d/%m/%Y')", none),
    ("try_strptime of several", "try_strptime(t, ['%d-%b-%y', '%Y'])", none), ("cast", "cast(t as timestamp)", own),
]
wrong = 0
for name, call, expected in questions:
    found = [duckdb.execute(f"select cast({call.replace('(t', f'({chr(39)}{word}{chr(39)}')} as varchar)").fetchone()[0] for word in WORDS]
    print(f"{name:25} {found}")
    wrong += found != expected
for name, options in (("read_csv", ""), ("read_csv, dateformat", ", columns = {'code': 'varchar', 'due': 'date'}, dateformat = '%d/%m/%Y', delim = ';'")):
    found = duckdb.sql(f"select typeof(due), cast(due as varchar) from read_csv('export.csv'{options}) order by code").fetchall()
    print(f"{name:25} {found}")
    wrong += found != [("DATE", "2023-12-31")] + [("DATE", "1900-01-01")] * 3
print(f"duckdb {duckdb.__version__}: {wrong} of 6 otherwise")
sys.exit(1 if wrong else 0)
PYTHON
