#!/bin/sh
# Drives the pages in Chromium, and puts them and the API to the rules others made: axe-core (WCAG 2.2 AA), schemathesis (the API's own document).
# Where there is no Chromium or no Python it says so and is done, unless EVERY_TEST=required.
set -eu
program=$(realpath "$1")
cache=$2
. "$(dirname "$0")/left_out.sh"
without() { left_out "tests of the pages in a browser" "$1"; }
command -v chromium >/dev/null || command -v chromium-browser >/dev/null || without "there is no Chromium"
python=$(./scripts/python.sh "$cache") || without "Python has no venv, or the packages cannot be had"
./scripts/api.sh "$program" "$python" &
api=$!
MOTCUA=$program "$python/bin/python" -m pytest --quiet -p no:cacheprovider tests/browser
wait "$api"
