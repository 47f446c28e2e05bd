#!/bin/sh
# Asks DuckDB and Apache Spark for every function of queries/dialect/ over the same inputs; any difference is a failure.
#   scripts/spark_dialect.sh CACHE
# SEED=1 draws other damaged texts, MORE=500 more of them, ZONE=Asia/Ho_Chi_Minh another zone of Spark's session, ONLY='json_ parse_' some functions.
# Not part of `make test`: it needs a Java of 17 or later and 600 MB of packages, and takes minutes. Where Java or the packages cannot be had it
# says so and is done, unless EVERY_TEST=required.
set -eu
cache=$1
. "$(dirname "$0")/left_out.sh"
without() { left_out "comparisons of the dialects of DuckDB and Spark" "$1"; }
command -v java >/dev/null || ./scripts/apt.sh openjdk-17-jre-headless || true
command -v java >/dev/null || without "there is no Java"
engine=$(sed -n "s/^version=\([0-9.]*\)-.*/\1/p" scripts/engine.sh)
grep -q "^duckdb==$engine " tests/spark/requirements.txt || {
    echo "error: tests/spark/requirements.txt names another DuckDB than scripts/engine.sh" >&2
    exit 1
}
python=$(./scripts/python.sh "$cache" spark tests/spark/requirements.txt) || without "Python has no venv, or the packages cannot be had"
log=$cache/spark/log.txt
nice "$python/bin/python" -B tests/spark/compare.py 2>"$log" || {
    tail -n 3 "$log" | cut -c 1-500 >&2
    exit 1
}
