#!/bin/sh
# Takes the pictures of the guides cai-dat, lan-dau and sao-luu from the demo's data: scripts/guide_pictures.sh PROGRAM [CACHE]. Needs Chromium and
# a font of one width that has the letters of Vietnamese (Debian: fonts-noto-mono).
set -eu
program=$(realpath "$1")
python=$(./scripts/python.sh "${2:-$HOME/.cache/motcua}")
MOTCUA=$program PYTHONPATH=tests/browser "$python/bin/python" scripts/guide_pictures.py
