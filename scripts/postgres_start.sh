# To be sourced, with `python` a Python and `without` what says why there is no server. Starts a PostgreSQL of its own, which goes with the shell: $binaries, $account,
# $folder with data and log, $port. $postgres_host is where it listens, 127.0.0.1 without; $postgres_clients who may come, by password.
postgres_newest() { find /usr/lib/postgresql -path '*/bin/initdb' 2>/dev/null | sort -V | tail -1 | xargs -r dirname; }
[ -n "$(postgres_newest)" ] || ./scripts/apt.sh postgresql || without "PostgreSQL cannot be had"
binaries=$(postgres_newest)
[ -n "$binaries" ] || without "there is no PostgreSQL"

# PostgreSQL refuses to run as root.
account=$(id -un)
[ "$account" != root ] || account=postgres
id "$account" >/dev/null 2>&1 || without "there is no account for PostgreSQL"
folder=$(mktemp -d)
chown "$account" "$folder"
as() { if [ "$account" = "$(id -un)" ]; then "$@"; else runuser -u "$account" -- "$@"; fi; }
postgres_stop() {
    as "$binaries/pg_ctl" stop --silent --mode=immediate --pgdata="$folder/data" >/dev/null 2>&1 || true
    rm -rf "$folder"
}
trap postgres_stop EXIT
port=$("$python/bin/python" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
echo mat-khau-pg >"$folder/password"
chmod 644 "$folder/password"
as "$binaries/initdb" --pgdata="$folder/data" --username=motcua --auth=scram-sha-256 --pwfile="$folder/password" \
    --encoding=UTF8 --locale=C.UTF-8 >/dev/null
[ -z "${postgres_clients:-}" ] || echo "host all all $postgres_clients scram-sha-256" >>"$folder/data/pg_hba.conf"
# What is lost with the power is lost with the folder; all else is as it comes.
as "$binaries/pg_ctl" start --silent --wait --pgdata="$folder/data" --log="$folder/log" \
    --options="-p $port -c listen_addresses=${postgres_host:-127.0.0.1} -c unix_socket_directories=$folder -c fsync=off -c max_connections=400" >/dev/null
