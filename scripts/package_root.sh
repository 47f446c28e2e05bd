#!/bin/sh
# Installs, upgrades, removes and purges the package in a clean Debian made by debootstrap, and looks at what stays. Needs root and debootstrap.
#   scripts/package_root.sh DEB [FOLDER]     FOLDER keeps the root for a look
set -eu
package=$(realpath "$1")
. "$(dirname "$0")/left_out.sh"
[ "$(id -u)" = 0 ] || left_out "tests of the package in a clean root" "that takes root"
command -v debootstrap >/dev/null || left_out "tests of the package in a clean root" "there is no debootstrap"
root=${2:-$(mktemp -d)}
if [ ! -e "$root/etc/debian_version" ]; then
    # The mirror and the release are this machine's.
    . /etc/os-release
    mirror=$(sed -n 's/^URIs: *//p; s/^deb *\(\[.*\] *\)\?\([^ ]*\).*/\2/p' /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null | head -1)
    debootstrap --variant=minbase --include=adduser,libstdc++6,ca-certificates "$VERSION_CODENAME" "$root" "$mirror" >/dev/null
fi
cp "$package" "$root/motcua.deb"
# The next version: the same package under another number.
next=$(mktemp -d)
dpkg-deb --raw-extract "$package" "$next/package"
sed -i 's/^Version: .*/&+next/' "$next/package/DEBIAN/control"
dpkg-deb --root-owner-group -Znone --build "$next/package" "$root/next.deb" >/dev/null
rm -rf "$next"
cat >"$root/steps" <<'STEPS'
wrong() { echo "wrong: $1" >&2; exit 1; }
as_motcua() { setpriv --reuid motcua --regid motcua --clear-groups env -i PATH=/usr/bin:/bin HOME=/nonexistent MOTCUA_CONFIG=/etc/motcua/motcua.toml "$@"; }
export DEBIAN_FRONTEND=noninteractive
dpkg --install /motcua.deb >/dev/null
echo "installed: $(dpkg-query --show motcua | tr '\t' ' ')"
ldd /usr/bin/motcua | grep -q "/usr/bin/../lib/motcua/libduckdb.so" || wrong "the engine is not the package's"
[ "$(stat -c '%U %a' /var/lib/motcua)" = "motcua 750" ] || wrong "the data folder is not motcua's"
[ "$(stat -c '%U %a' /var/lib/motcua-backup)" = "motcua 750" ] || wrong "the folder of backups is not motcua's"
cd /var/lib/motcua
as_motcua motcua --version >/dev/null
as_motcua motcua check >/said 2>&1 || wrong "motcua check: $(cat /said)"
as_motcua motcua demo --data /var/lib/motcua >/said 2>&1 || wrong "motcua demo: $(cat /said)"
ls /var/lib/motcua/warehouse-*.duckdb >/dev/null 2>&1 || wrong "nothing was built"
[ -e /usr/share/man/man1/motcua-serve.1.gz ] && [ -e /usr/share/bash-completion/completions/motcua ] || wrong "no manual or completions"
[ -s /usr/share/doc/motcua/THIRD-PARTY-LICENCES ] || wrong "no licences"
cd /usr/bin && dpkg --verify motcua | grep -v ' c ' && wrong "files are not as packed"
echo "runs as the user motcua: check, demo"

echo 'scope = "184"' >>/etc/motcua/motcua.toml
before=$(cd /var/lib/motcua && find . -type f ! -name '*.lock' | sort | xargs sha256sum | sha256sum)
dpkg --force-confold --install /next.deb >/dev/null
grep -q '^scope = "184"' /etc/motcua/motcua.toml || wrong "the office's settings are lost"
[ "$(cd /var/lib/motcua && find . -type f ! -name '*.lock' | sort | xargs sha256sum | sha256sum)" = "$before" ] || wrong "the upgrade changed data"
echo "upgraded: settings and data are as they were"

dpkg --remove motcua >/dev/null
[ ! -e /usr/bin/motcua ] || wrong "the program is still there"
ls /var/lib/motcua/warehouse-*.duckdb >/dev/null 2>&1 && [ -e /etc/motcua/motcua.toml ] || wrong "removing took data or settings away"
dpkg --install /next.deb >/dev/null
(cd /var/lib/motcua && as_motcua motcua show on_time_rate --period 2023 --data /var/lib/motcua) >/dev/null 2>&1 || wrong "the data cannot be read after installing again"
echo "removed and installed again: the data were kept"

dpkg --purge motcua >/dev/null
for gone in /usr/bin/motcua /usr/lib/motcua /var/lib/motcua /etc/motcua; do
    [ ! -e "$gone" ] || wrong "purging left $gone"
done
! getent passwd motcua >/dev/null || wrong "purging left the user"
echo "purged: nothing is left"
STEPS
status=0
unshare --mount --pid --fork sh -eu <<END || status=$?
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
exec env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 chroot "$root" sh -eu /steps
END
[ -n "${2:-}" ] || rm -rf "$root"
exit $status
