#!/bin/sh
# Signs a program for Windows in place, where the environment names a certificate: scripts/windows_sign.sh FILE
#   WINDOWS_CERTIFICATE             a PKCS#12 file with key and chain
#   WINDOWS_CERTIFICATE_PASSWORD    a file with its password
#   WINDOWS_TIMESTAMP               the address of a timestamp server (RFC 3161), if one is to be asked
set -eu
[ -n "${WINDOWS_CERTIFICATE:-}" ] || exit 0
# The signer prints what it cannot read: a password in place of its file must not come so far.
if [ -n "${WINDOWS_CERTIFICATE_PASSWORD:-}" ] && [ ! -f "$WINDOWS_CERTIFICATE_PASSWORD" ]; then
    echo "error: WINDOWS_CERTIFICATE_PASSWORD names no file" >&2
    exit 1
fi
osslsigncode sign -pkcs12 "$WINDOWS_CERTIFICATE" ${WINDOWS_CERTIFICATE_PASSWORD:+-readpass "$WINDOWS_CERTIFICATE_PASSWORD"} \
    -h sha256 -n "Một cửa" ${WINDOWS_TIMESTAMP:+-ts "$WINDOWS_TIMESTAMP"} -in "$1" -out "$1.signed" >&2
mv "$1.signed" "$1"
