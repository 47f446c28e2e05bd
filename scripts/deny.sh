#!/bin/sh
# Holds the crates against deny.toml, which is not to be had prebuilt: scripts/deny.sh CACHE. Where every test must run, cargo-deny is
# compiled once (86 seconds of one core) and kept in the cache; elsewhere it is asked where it is.
set -eu
. "$(dirname "$0")/left_out.sh"
version=0.20.2
folder=$1/deny-$version
deny=$folder/bin/cargo-deny
command -v cargo-deny >/dev/null && deny=$(command -v cargo-deny)
if [ ! -x "$deny" ]; then
    [ "${EVERY_TEST:-}" = required ] || left_out "licences, bans and sources of crates" "there is no cargo-deny (cargo install cargo-deny@$version --locked)"
    CARGO_PROFILE_DEV_DEBUG=0 cargo install --quiet --locked --debug --root "$folder" --target-dir "$folder/target" "cargo-deny@$version"
    rm -rf "$folder/target"
fi
"$deny" --offline --locked check licenses bans sources
