#!/bin/sh
# Keeps the state in a PostgreSQL others wrote: the unit tests of the state once more, in it, then the real program (tests/postgres).
# Where there is no PostgreSQL or no Python it says so and is done, unless EVERY_TEST=required.
#   scripts/postgres.sh ./motcua CACHE [CARGO FLAGS …]
set -eu
program=$(realpath "$1")
cache=$2
shift 2
. "$(dirname "$0")/left_out.sh"
without() { left_out "tests of the state in PostgreSQL" "$1"; }
python=$(./scripts/python.sh "$cache") || without "Python has no venv, or the packages cannot be had"
. "$(dirname "$0")/postgres_start.sh"
server="postgresql://motcua:mat-khau-pg@127.0.0.1:$port/postgres"
MOTCUA_TEST_POSTGRES=$server cargo test "$@" --lib state::
# A year of an office: with LIVES=6 as many as on SQLite.
MOTCUA_TEST_POSTGRES=$server LIVES=${LIVES:-1} cargo test "$@" --test it simulator::mondays
export MOTCUA="$program" STATE_SERVER="$server" PG_DATA="$folder/data" PG_LOG="$folder/log" PG_ACCOUNT="$account" PG_BINARIES="$binaries"
"$python/bin/python" -m pytest --quiet -p no:cacheprovider tests/postgres
