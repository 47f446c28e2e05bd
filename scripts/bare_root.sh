#!/bin/sh
# Runs the README's two commands and .ci/run on a machine that was never used: a bare Debian made by debootstrap, with Rust and what the
# README names, in a time zone and a locale that are not ours. Needs root and debootstrap; takes the compile time of a clean build.
#   scripts/bare_root.sh [FOLDER [TARGET]]     FOLDER keeps the root for a look; TARGET is a cargo target folder to begin with
set -eu
project=$(realpath "$(dirname "$0")/..")
root=${1:-$(mktemp -d)}
if [ ! -e "$root/etc/debian_version" ]; then
    # The mirror and the release are this machine's.
    . /etc/os-release
    mirror=$(sed -n 's/^URIs: *//p; s/^deb *\(\[.*\] *\)\?\([^ ]*\).*/\2/p' /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null | head -1)
    debootstrap --variant=minbase --include=ca-certificates "$VERSION_CODENAME" "$root" "$mirror" >/dev/null
fi
rm -rf "$root/project"
git clone --quiet "$project" "$root/project"
mkdir -p "$root/opt/rust" "$root/root/.cache/motcua"
[ -z "${2:-}" ] || cp -a "$2" "$root/root/.cache/motcua/target"
cat >"$root/steps" <<'STEPS'
cd /project
failed=0
step() {
    began=$(date +%s)
    "$@" >"/$(echo "$*" | tr -c 'a-z\n' _).log" 2>&1 && code=0 || { code=$?; failed=1; }
    echo "$*: exit $code after $(($(date +%s) - began)) s"
}
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
# What the README asks for, besides Rust.
step apt-get install -y -qq --no-install-recommends g++ make npm git
export PATH=/opt/rust/bin:$PATH
step make demo
step make test
step env CI=true bash .ci/run
exit $failed
STEPS
rust=$(rustc --print sysroot)
certificates=$(env | grep -E '^(SSL_CERT_FILE|PIP_CERT|NODE_EXTRA_CA_CERTS)=' || true)
# The mounts go with the process.
unshare --mount --pid --fork sh -eu <<END
mount --bind "$rust" "$root/opt/rust"
mount --bind /etc/ssl/certs "$root/etc/ssl/certs"
cp /etc/resolv.conf /etc/hosts "$root/etc/"
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
exec env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin TZ=Pacific/Kiritimati LC_ALL=POSIX $(echo "$certificates" | tr '\n' ' ') chroot "$root" sh /steps
END
