#!/bin/sh
# Sends mail to a server others wrote (aiosmtpd) and reads it with a reader others wrote.
# Where there is no Python or no openssl it says so and is done, unless EVERY_TEST=required.
set -eu
program=$(realpath "$1")
cache=$2
. "$(dirname "$0")/left_out.sh"
without() { left_out "tests against a real mail server" "$1"; }
command -v openssl >/dev/null || without "there is no openssl"
python=$(./scripts/python.sh "$cache") || without "Python has no venv, or the packages cannot be had"
MOTCUA=$program "$python/bin/python" -m pytest --quiet -p no:cacheprovider tests/mail
