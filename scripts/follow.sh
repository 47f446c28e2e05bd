#!/bin/sh
# Publishes into an S3-compatible server others wrote (moto) and follows it with two nodes, over faults (scripts/follow.py).
# Where there is no Python it says so and is done, unless EVERY_TEST=required.
set -eu
program=$(realpath "$1")
cache=$2
. "$(dirname "$0")/left_out.sh"
without() { left_out "tests against an S3-compatible server" "$1"; }
python=$(./scripts/python.sh "$cache" s3 tests/follow/requirements.txt) || without "Python has no venv, or the packages cannot be had"
"$python/bin/python" scripts/follow.py "$program"
