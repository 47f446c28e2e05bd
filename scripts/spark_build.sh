#!/bin/sh
# Lets DuckDB and Apache Spark build the same archives, the demo's and a dirty one, and compares every relation, event and answer.
#   scripts/spark_build.sh BINARY CACHE [demo] [dirty]
# SEED=1 and ROWS=5000 draw another dirty archive. CLUSTER=1 runs a master and three workers instead, of which one dies in the build.
# Not part of `make test`: see scripts/spark_dialect.sh.
set -eu
program=$1 cache=$2
shift 2
. "$(dirname "$0")/left_out.sh"
without() { left_out "builds of DuckDB and Spark beside each other" "$1"; }
command -v java >/dev/null || ./scripts/apt.sh openjdk-17-jre-headless || true
command -v java >/dev/null || without "there is no Java"
python=$(./scripts/python.sh "$cache" spark tests/spark/requirements.txt) || without "Python has no venv, or the packages cannot be had"
test=builds
[ -z "${CLUSTER:-}" ] || test=cluster
nice "$python/bin/python" -B "tests/spark/$test.py" "$program" "$@"
