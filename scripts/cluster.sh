#!/bin/sh
# Three reading nodes, each in a network namespace of its own, an office, an S3-compatible server (moto) and a PostgreSQL, over faults (scripts/cluster.py). All of it
# lives in namespaces of its own: whatever becomes of it, no process, no interface and no mount is left. Needs root. Where that cannot be it says so and is done,
# unless EVERY_TEST=required.
#   scripts/cluster.sh ./motcua CACHE
set -eu
program=$(realpath "$1")
cache=$2
. "$(dirname "$0")/left_out.sh"
without() { left_out "the three nodes in network namespaces" "$1"; }
if [ "${3:-}" != inside ]; then
    [ "$(id -u)" = 0 ] || without "network namespaces are made by root alone"
    ./scripts/apt.sh iproute2 || without "iproute2 cannot be had"
    # In there is no way to the network.
    ./scripts/python.sh "$cache" s3 tests/follow/requirements.txt >/dev/null || without "Python has no venv, or the packages cannot be had"
    ./scripts/apt.sh postgresql || without "PostgreSQL cannot be had"
    unshare --net --mount --pid --fork --kill-child --mount-proc true 2>/dev/null || without "this machine makes no namespaces"
    exec unshare --net --mount --pid --fork --kill-child --mount-proc "$0" "$program" "$cache" inside
fi
mkdir -p /run/netns
mount -t tmpfs tmpfs /run/netns
ip netns add node1 || without "no namespace can be given a name"
ip netns delete node1
# Two networks: one to the store, one for readers and for PostgreSQL.
ip link set lo up
for network in store:10.77.1 readers:10.77.2; do
    ip link add "${network%%:*}" type bridge || without "this machine makes no bridges"
    ip addr add "${network#*:}.1/24" dev "${network%%:*}"
    ip link set "${network%%:*}" up
done
for number in 1 2 3; do
    ip netns add "node$number"
    ip -n "node$number" link set lo up
    for network in store:10.77.1 readers:10.77.2; do
        name=${network%%:*}
        ip link add "$name$number" type veth peer name "$name" netns "node$number"
        ip link set "$name$number" master "$name" up
        ip -n "node$number" addr add "${network#*:}.1$number/24" dev "$name"
        ip -n "node$number" link set "$name" up
    done
done
python=$(./scripts/python.sh "$cache" s3 tests/follow/requirements.txt)
postgres_host=10.77.2.1 postgres_clients=10.77.2.0/24
. "$(dirname "$0")/postgres_start.sh"
PYTHONDONTWRITEBYTECODE=1 STATE_SERVER="postgresql://motcua:mat-khau-pg@10.77.2.1:$port/postgres?sslmode=disable" \
    PG_CTL="$binaries/pg_ctl" PG_DATA="$folder/data" PG_LOG="$folder/log" PG_ACCOUNT="$account" \
    "$python/bin/python" scripts/cluster.py "$program"
