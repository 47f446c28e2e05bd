#!/bin/sh
# duckdb 1.5.6 (Python package, CPython 3, one thread): a pattern in a branch of CASE that no row reaches is compiled all the same, anew for each
# statement and each place where a macro names it; so is a letter class of Unicode, which is no small program.
#
# Two statements over one row: CASE WHEN t = 'never' THEN <test> ELSE t END, once with LIKE, once with regexp_matches of \p{L}, through a
# macro that names its pattern four times. The row is never 'never'. Seen here:
#
#   LIKE behind the branch            0.5 ms CPU a statement
#   patterns behind the branch       24.6 ms: 52 times
#   patterns behind a constant false  7.1 ms: the branch is folded away, but each pattern was compiled once when it was bound
#
# Whoever reads many small files with one statement each, guarded by cheap branches, pays for the patterns and not for the rows.
# Fails if the patterns cost less than 5 times the LIKE, or if the folded one costs half of the patterns or more.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet duckdb==1.5.6
"$folder/venv/bin/python" - <<'PYTHON'
import sys
import time

import duckdb

connection = duckdb.connect(config={"threads": 1})
connection.execute("create table one(t varchar)")
connection.execute("insert into one values ('H37.26-231204-0001')")
PATTERN = r"'[\p{L}]+ [\p{L}\p{N}]+[.;]'"
connection.execute(f"create macro by_pattern(t) as regexp_matches(t, {PATTERN}) or regexp_matches(lower(t), {PATTERN}) "
                   f"or regexp_matches(upper(t), {PATTERN}) or regexp_matches(trim(t), {PATTERN})")
connection.execute("create macro by_like(t) as t like '%a%' or lower(t) like '%a%' or upper(t) like '%a%' or trim(t) like '%a%'")


def cost(condition, test):
    """Milliseconds of CPU of one statement."""
    sql = f"select case when {condition} then {test}(t) else t = '' end from one"
    connection.execute(sql).fetchall()
    began = time.process_time()
    for _ in range(200):
        connection.execute(sql).fetchall()
    return (time.process_time() - began) * 5


like, patterns, folded = cost("t = 'never'", "by_like"), cost("t = 'never'", "by_pattern"), cost("false", "by_pattern")
print(f"duckdb {duckdb.__version__}: like {like:.2f} ms, patterns {patterns:.2f} ms, folded {folded:.2f} ms, {patterns / like:.0f} times")
sys.exit(0 if patterns > 5 * like and folded < patterns / 2 else 1)
PYTHON
