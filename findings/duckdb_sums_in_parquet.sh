#!/bin/sh
# DuckDB 1.5.6 (PyPI duckdb==1.5.6, Python 3.11): sum of bigint is a HUGEINT and exact; `copy … to` a Parquet file writes that column as
# DOUBLE without a word, so a count or an amount in đồng that went through a file comes back rounded above 2^53, and as a fraction's type:
#   sum of 9007199254740993                  HUGEINT  9007199254740993
#   the same read back from Parquet          DOUBLE   9007199254740992
#   cast to bigint before it is written      BIGINT   9007199254740993
#   decimal(38,0), another way to keep it    DECIMAL  9007199254740993
# Ends with an error if any of it changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check duckdb==1.5.6
cd "$folder"
venv/bin/python - <<'PYTHON'
import duckdb

amounts = "(values (9007199254740993::bigint)) amounts(dong)"
seen = [
    ("sum(dong)", "HUGEINT", "DOUBLE", 9007199254740992),
    ("sum(dong)::bigint", "BIGINT", "BIGINT", 9007199254740993),
    ("sum(dong)::decimal(38, 0)", "DECIMAL(38,0)", "DECIMAL(38,0)", 9007199254740993),
]
for total, inside, outside, value in seen:
    kind, exact = duckdb.sql(f"select typeof(total), total::bigint from (select {total} as total from {amounts})").fetchone()
    duckdb.sql(f"copy (select {total} as total from {amounts}) to 'totals.parquet'")
    found = duckdb.sql("select typeof(total), total::decimal(38, 0)::bigint from 'totals.parquet'").fetchone()
    print(total, "->", kind, exact, "; from Parquet", *found)
    if (kind, exact, *found) != (inside, 9007199254740993, outside, value):
        raise SystemExit("another behaviour")
PYTHON
