#!/bin/sh
# Lets the real program serve while it takes an export in, makes a report and answers pages, so many times (200), and reads from /proc what it holds.
# Fails where the median of memory or handles of the last quarter is more than a tenth over that of the second, or where more threads are left
# at rest after the last cycle than after the first.
#   scripts/soak.sh ./motcua [CYCLES]
set -eu
[ -d /proc/self/fd ] || { echo "nothing is measured: there is no /proc" >&2; exit 0; }
command -v python3 >/dev/null || { echo "nothing is measured: there is no python3" >&2; exit 0; }
exec python3 "$(dirname "$0")/soak.py" "$(realpath "$1")" "${2:-200}"
