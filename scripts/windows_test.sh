#!/usr/bin/env bash
# What the program for Windows does under Wine, beside what this one does: the same data, answers, pictures, papers and pages to the byte,
# publishing while pages are read, kills, files that others hold, backups from one system to the other, the installer.
#   scripts/windows_test.sh LINUX_PROGRAM CACHE [FOLDER]    FOLDER holds motcua.exe and duckdb.dll; without it both are built (quick)
# KILLS=100 kills more often than ten times; SETUP=FILE tries that installer, else the one that is made here; ONLY="serve kills" some parts.
set -euo pipefail
cd "$(dirname "$0")/.."
linux=$(realpath "$1")
cache=$2
./scripts/apt.sh wine wine64 gcc-mingw-w64-x86-64 osslsigncode openssl python3 >&2
if [ -n "${3:-}" ]; then
    folder=$(realpath "$3")
else
    COMPRESSOR=zlib SBOM= LICENCES= ./scripts/windows.sh "$cache" quick
    folder=${CARGO_TARGET_DIR:-$cache/target}/x86_64-pc-windows-gnu/quick
    SETUP=${SETUP:-$(ls "$PWD"/dist/windows/motcua-setup-*.exe)}
fi
work=$(mktemp -d)
export WINEPREFIX=$work/prefix WINEDEBUG=-all WINEDLLOVERRIDES="mscoree,mshtml=;winemenubuilder.exe=d" DISPLAY=
# Wine's own server ends with its last program; one that stays would hold the folder.
trap 'wineserver -k || true; rm -rf "$work"' EXIT
mkdir "$work/tools"
for helper in hold click; do
    x86_64-w64-mingw32-gcc -municode -O1 -o "$work/tools/$helper.exe" scripts/windows_helpers/$helper.c
done
wineboot -i >/dev/null 2>&1
x86_64-w64-mingw32-gcc -shared -o "$WINEPREFIX/drive_c/windows/system32/bcryptprimitives.dll" scripts/windows_helpers/prng.c -ladvapi32
# The services of the session in which Wine makes a new system start nothing of ours: a system that was started once does, as a PC's.
wineserver -k && wineserver -w || true
# A browser that only writes down what it is led to.
printf '#!/bin/sh\necho "$@" >>"%s/browser.txt"\n' "$work" >"$work/tools/xdg-open"
chmod +x "$work/tools/xdg-open"
export PATH=$work/tools:$PATH
SETUP=${SETUP:-} python3 scripts/windows_test.py "$linux" "$folder" "$work" ${ONLY:-}
