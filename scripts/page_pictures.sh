#!/bin/sh
# Takes a picture of every page on a phone, a screen, in the dark and on paper, to be looked at: scripts/page_pictures.sh PROGRAM FOLDER [PAGE…]
# Says which pages scroll sideways or cut their text, and fails then. Needs Chromium.
# With `--index FILE` before them the pictures are small WebP of the head of each page, and FILE shows them. Those of the project are made by
# scripts/page_pictures.sh --index docs/pages.md ./motcua docs/images/pages
set -eu
index=
if [ "$1" = --index ]; then
    index=$(realpath "$2")
    shift 2
fi
program=$(realpath "$1")
folder=$2
shift 2
python=$(./scripts/python.sh "$HOME/.cache/motcua")
PICTURES=$folder INDEX=$index MOTCUA=$program PYTHONPATH=tests/browser "$python/bin/python" scripts/page_pictures.py "$@"
