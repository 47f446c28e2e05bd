#!/bin/sh
# Kills the real program with SIGKILL so many times (100), at random moments of ingest, of sending and of serving; after each the archive must be
# whole, what is published a complete build, and no mail doubled that is not shown as uncertain. SEED repeats the moments.
#   scripts/kill_drill.sh ./motcua [COUNT]
set -eu
command -v python3 >/dev/null || { echo "nothing is killed: there is no python3" >&2; exit 0; }
exec python3 "$(dirname "$0")/kill_drill.py" "$(realpath "$1")" "${2:-100}"
