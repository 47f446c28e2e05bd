#!/bin/sh
# DuckDB 1.5.6 (PyPI duckdb==1.5.6, Python 3.11): read_csv decides a column's date format by trying one after another on all rows, and
# takes the first that reads them, so one file's rows decide what another row means, and neither a warning nor a rejected row says so:
#   01/02/2023, 13/04/2023   2023-02-01, 2023-04-13   day first, as portals write
#   01/02/2023, 04/13/2023   2023-01-02, 2023-04-13   the same first row is another day
#   01/02/23, 03/04/23       2001-02-23, 2003-04-23   two digits are tried as the year first, where every day is 1 to 31 either way
#   13/02/23, 28/04/23       2013-02-23, 2028-04-23   and stay so where a day over 12 would tell
#   01.02.03, 04.05.06       2001-02-03, 2004-05-06   numbers of a form's items ("mã số") become days
#   1.063, 2.500             1.063, 2.5               thousands as Vietnam groups them become fractions
# Staging reads every column as text and decides by the export and its connector for that. Ends with an error if any of it changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check duckdb==1.5.6
cd "$folder"
venv/bin/python - <<'PYTHON'
import duckdb

seen = [
    (["01/02/2023", "13/04/2023"], "DATE", ["2023-02-01", "2023-04-13"]),
    (["01/02/2023", "04/13/2023"], "DATE", ["2023-01-02", "2023-04-13"]),
    (["01/02/23", "03/04/23"], "DATE", ["2001-02-23", "2003-04-23"]),
    (["13/02/23", "28/04/23"], "DATE", ["2013-02-23", "2028-04-23"]),
    (["01.02.03", "04.05.06"], "DATE", ["2001-02-03", "2004-05-06"]),
    (["1.063", "2.500"], "DOUBLE", ["1.063", "2.5"]),
]
for texts, kind, values in seen:
    with open("export.csv", "w", encoding="utf-8") as export:
        export.write("code;value\n" + "".join(f"H{row};{text}\n" for row, text in enumerate(texts)))
    found = duckdb.sql(
        "select any_value(typeof(value)), list(value::varchar order by code) from read_csv('export.csv', delim = ';')"
    ).fetchone()
    print(texts, "->", *found)
    if found != (kind, values):
        raise SystemExit(f"expected {kind} {values}")
PYTHON
