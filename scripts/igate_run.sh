#!/bin/sh
# Lets the real program fetch a list of dossiers (100 000) from a portal on the loopback address that answers in the shape of iGate's search, at the
# connector's own pace, and says how long it took, what it cost, and what came of it.
#   scripts/igate_run.sh ./motcua [DOSSIERS]
set -eu
command -v python3 >/dev/null || { echo "nothing is measured: there is no python3" >&2; exit 0; }
exec python3 "$(dirname "$0")/igate_run.py" "$(realpath "$1")" "${2:-100000}"
