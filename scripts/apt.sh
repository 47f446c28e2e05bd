#!/bin/sh
# Installs the Debian packages named, where they are not there yet and this is Debian: scripts/apt.sh PACKAGE …
set -eu
command -v apt-get >/dev/null || exit 0
missing=
for package; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing="$missing $package"
done
[ -n "$missing" ] || exit 0
apt-get update -qq >&2
# shellcheck disable=SC2086
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
