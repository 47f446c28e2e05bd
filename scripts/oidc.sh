#!/bin/sh
# Logs in at a server others wrote (oidc-provider, certified by the OpenID Foundation) through the real pages.
# Where there is no Node or no Python it says so and is done, unless EVERY_TEST=required.
set -eu
program=$(realpath "$1")
cache=$2
. "$(dirname "$0")/left_out.sh"
without() { left_out "tests against a real OpenID Connect server" "$1"; }
command -v npm >/dev/null && command -v node >/dev/null || without "there is no Node with npm"
node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' || without "Node is older than 20"
python=$(./scripts/python.sh "$cache") || without "Python has no venv, or the packages cannot be had"
server=$cache/oidc
if ! cmp -s tests/oidc/package-lock.json "$server/installed.json"; then
    mkdir -p "$server"
    cp tests/oidc/package.json tests/oidc/package-lock.json "$server"
    (cd "$server" && npm ci --silent --ignore-scripts --no-audit --no-fund) || without "its packages cannot be had"
    cp tests/oidc/package-lock.json "$server/installed.json"
fi
cp tests/oidc/server.mjs "$server"
MOTCUA=$program OIDC_SERVER=$server/server.mjs "$python/bin/python" -m pytest --quiet -p no:cacheprovider tests/oidc
