#!/bin/sh
# Sends mail to a server others wrote (aiosmtpd) and reads it with a reader others wrote.
# Where there is no Python or no openssl it says so and is done, unless BROWSER=required.
set -eu
program=$(realpath "$1")
cache=$2
without() {
    echo "tests against a real mail server are left out: $1" >&2
    [ "${BROWSER:-}" = required ] && exit 1
    exit 0
}
command -v openssl >/dev/null || without "there is no openssl"
python=$(./scripts/python.sh "$cache") || without "Python has no venv, or the packages cannot be had"
MOTCUA=$program "$python/bin/python" -m pytest --quiet -p no:cacheprovider tests/mail
