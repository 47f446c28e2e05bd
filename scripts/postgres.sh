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
newest() { find /usr/lib/postgresql -path '*/bin/initdb' 2>/dev/null | sort -V | tail -1 | xargs -r dirname; }
[ -n "$(newest)" ] || ./scripts/apt.sh postgresql || without "PostgreSQL cannot be had"
binaries=$(newest)
[ -n "$binaries" ] || without "there is no PostgreSQL"
python=$(./scripts/python.sh "$cache") || without "Python has no venv, or the packages cannot be had"

# PostgreSQL refuses to run as root.
account=$(id -un)
[ "$account" != root ] || account=postgres
id "$account" >/dev/null 2>&1 || without "there is no account for it"
folder=$(mktemp -d)
chown "$account" "$folder"
as() { if [ "$account" = "$(id -un)" ]; then "$@"; else runuser -u "$account" -- "$@"; fi; }
stop() {
    as "$binaries/pg_ctl" stop --silent --mode=immediate --pgdata="$folder/data" >/dev/null 2>&1 || true
    rm -rf "$folder"
}
trap stop EXIT
port=$("$python/bin/python" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
echo mat-khau-pg >"$folder/password"
chmod 644 "$folder/password"
as "$binaries/initdb" --pgdata="$folder/data" --username=motcua --auth=scram-sha-256 --pwfile="$folder/password" \
    --encoding=UTF8 --locale=C.UTF-8 >/dev/null
# What is lost with the power is lost with the folder; all else is as it comes.
as "$binaries/pg_ctl" start --silent --wait --pgdata="$folder/data" --log="$folder/log" \
    --options="-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories=$folder -c fsync=off -c max_connections=400" >/dev/null
server="postgresql://motcua:mat-khau-pg@127.0.0.1:$port/postgres"
MOTCUA_TEST_POSTGRES=$server cargo test "$@" --lib state::
# A year of an office: with LIVES=6 as many as on SQLite.
MOTCUA_TEST_POSTGRES=$server LIVES=${LIVES:-1} cargo test "$@" --test it simulator::mondays
export MOTCUA="$program" STATE_SERVER="$server" PG_DATA="$folder/data" PG_LOG="$folder/log" PG_ACCOUNT="$account" PG_BINARIES="$binaries"
"$python/bin/python" -m pytest --quiet -p no:cacheprovider tests/postgres
