#!/bin/sh
# Makes what offices are given of a built program: dist/motcua-X.Y.Z-x86_64-linux.tar.zst, a .deb, and their sums.
#   scripts/dist.sh PROGRAM CACHE [FOLDER]
# The same program gives the same files. SBOM= leaves the list of parts out where there is no Python to make it with; LEVEL=3 packs quickly.
set -eu
cd "$(dirname "$0")/.."
program=$(realpath "$1")
cache=$2
out=${3:-dist}
engine=$(dirname "$program")/libduckdb.so
version=$("$program" --version | cut -d' ' -f2)
stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
# Everything in a package is as old as the commit it was made of.
date=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}
export SOURCE_DATE_EPOCH="$date"

root=$stage/root
install -D -m 0755 "$program" "$root/usr/bin/motcua"
# A build with the engine inside has none beside it.
[ ! -e "$engine" ] || install -D -m 0644 "$engine" "$root/usr/lib/motcua/libduckdb.so"
"$program" manual --out "$stage/manual"
for page in "$stage"/manual/man1/*.1; do
    mkdir -p "$root/usr/share/man/man1"
    gzip -9 -n -c "$page" >"$root/usr/share/man/man1/$(basename "$page").gz"
done
install -D -m 0644 "$stage/manual/completions/motcua.bash" "$root/usr/share/bash-completion/completions/motcua"
install -D -m 0644 "$stage/manual/completions/_motcua" "$root/usr/share/zsh/vendor-completions/_motcua"
install -D -m 0644 "$stage/manual/completions/motcua.fish" "$root/usr/share/fish/vendor_completions.d/motcua.fish"
install -D -m 0644 packaging/motcua.service "$root/usr/lib/systemd/system/motcua.service"
install -D -m 0640 packaging/motcua.toml "$root/etc/motcua/motcua.toml"
doc=$root/usr/share/doc/motcua
install -D -m 0644 LICENSE-MIT "$doc/copyright"
install -m 0644 LICENSE-APACHE docs/licences.md CHANGELOG.md "$doc/"
gzip -9 -n "$doc/CHANGELOG.md" && mv "$doc/CHANGELOG.md.gz" "$doc/changelog.gz"
python3 scripts/licences.py >"$doc/THIRD-PARTY-LICENCES"
if [ "${SBOM-yes}" = yes ]; then
    ./scripts/sbom_of.sh "$cache" "$stage/sbom.json"
    install -m 0644 "$stage/sbom.json" "$doc/motcua.cdx.json"
fi
chmod -R u=rwX,go=rX "$root"
chmod 0640 "$root/etc/motcua/motcua.toml"
find "$root" -exec touch --no-dereference --date="@$date" {} +

mkdir -p "$out"
rm -f "$out"/motcua-* "$out"/motcua_* "$out/SHA256SUMS"
# For any Linux: the folder runs from wherever it is unpacked.
name=motcua-$version-x86_64-linux
cp -a "$root/usr" "$stage/$name"
mkdir -p "$stage/$name/share/motcua"
mv "$stage/$name/lib/systemd/system/motcua.service" "$stage/$name/share/motcua/"
rm -r "$stage/$name/lib/systemd"
cp -a "$root/etc/motcua/motcua.toml" "$stage/$name/share/motcua/"
tar --create --directory "$stage" --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$date" "$name" |
    zstd --quiet "-${LEVEL:-19}" --threads=0 -o "$out/$name.tar.zst"

glibc=$(objdump -T "$root/usr/bin/motcua" "$root"/usr/lib/motcua/*.so 2>/dev/null | grep -o 'GLIBC_[0-9.]*' | cut -d_ -f2 | sort -Vu | tail -1)
size=$(du -sk "$root" | cut -f1)
mkdir -m 0755 "$root/DEBIAN"
sed "s/@VERSION@/$version/; s/@SIZE@/$size/; s/@GLIBC@/$glibc/" packaging/deb/control >"$root/DEBIAN/control"
install -m 0644 packaging/deb/conffiles "$root/DEBIAN/"
install -m 0755 packaging/deb/postinst packaging/deb/prerm packaging/deb/postrm "$root/DEBIAN/"
(cd "$root" && find usr -type f -print0 | sort -z | xargs -0 md5sum) >"$root/DEBIAN/md5sums"
dpkg-deb --root-owner-group -Zxz "-z$((${LEVEL:-19} / 3))" --build "$root" "$out/motcua_${version}_amd64.deb" >/dev/null
(cd "$out" && sha256sum motcua-* motcua_* >SHA256SUMS && cat SHA256SUMS)
