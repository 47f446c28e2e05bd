#!/bin/sh
# Takes a picture of every page on a phone, a screen, in the dark and on paper, to be looked at: scripts/page_pictures.sh PROGRAM FOLDER [PAGE…]
# Says which pages scroll sideways or cut their text, and fails then. Needs Chromium. Nothing of it is kept in the project.
set -eu
program=$(realpath "$1")
folder=$2
shift 2
python=$(./scripts/python.sh "$HOME/.cache/motcua")
PICTURES=$folder MOTCUA=$program PYTHONPATH=tests/browser "$python/bin/python" scripts/page_pictures.py "$@"
