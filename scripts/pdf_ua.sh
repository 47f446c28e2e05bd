#!/bin/sh
# Holds papers of the samples against PDF/UA-1, by readers others wrote (pikepdf, pdfua).
# Where there is no Python, or the program makes no PDF, it says so and is done, unless EVERY_TEST=required.
set -eu
program=$(realpath "$1")
cache=$2
. "$(dirname "$0")/left_out.sh"
without() { left_out "tests of PDF/UA" "$1"; }
python=$(./scripts/python.sh "$cache") || without "Python has no venv, or the packages cannot be had"
MOTCUA=$program PYTHON_BIN=$(realpath "$python/bin") "$python/bin/python" -m pytest --quiet -p no:cacheprovider tests/pdf
