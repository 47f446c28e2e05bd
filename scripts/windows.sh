#!/usr/bin/env bash
# Makes what offices with Windows are given, on Linux: dist/windows/motcua-setup-X.Y.Z.exe, motcua-X.Y.Z-windows.zip, the list of parts and
# the sums of all three.
#   scripts/windows.sh CACHE [PROFILE]      release, or quick for trying
# Signed where the environment names a certificate: scripts/windows_sign.sh. UPDATE_SIGNING_KEY names an Ed25519 key (PEM) by which the zip is
# signed for `motcua update`, and whose public half the program is built with.
# GUIDE_PROGRAM is a motcua of this system that writes the guide for IT as PDF: ./motcua where there is one.
# COMPRESSOR=zlib packs the installer quickly; EXTRA_CARGO_FLAGS are handed on to cargo.
set -euo pipefail
cd "$(dirname "$0")/.."
cache=$1
profile=${2:-release}
target=x86_64-pc-windows-gnu
./scripts/apt.sh gcc-mingw-w64-x86-64 nsis osslsigncode zip
rustup target list --installed | grep -qx $target || rustup target add $target >&2
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$cache/target}
engine=$(./scripts/engine.sh "$cache" $target)
[ -n "$engine" ] || { echo "error: the engine for Windows comes from npm, which is not there" >&2; exit 1; }
export DUCKDB_LIB_DIR=$engine
# As `make release` does; what is for trying shares its crates with other builds instead.
if [ "$profile" = release ]; then
    plain=
    for path in "$HOME=home" "${CARGO_HOME:-$HOME/.cargo}=cargo" "$CARGO_TARGET_DIR=target" "$PWD=motcua"; do
        plain="$plain --remap-path-prefix=$path"
    done
    export CARGO_TARGET_X86_64_PC_WINDOWS_GNU_RUSTFLAGS=$plain
fi
if [ -n "${UPDATE_SIGNING_KEY:-}" ]; then
    MOTCUA_UPDATE_KEY=$(openssl pkey -in "$UPDATE_SIGNING_KEY" -pubout | sed '/^-/d' | tr -d '\n')
    export MOTCUA_UPDATE_KEY
fi
cargo build --profile "$profile" --locked --target $target ${EXTRA_CARGO_FLAGS:-}
built=$CARGO_TARGET_DIR/$target/$profile

version=$(sed -n 's/^version = "\(.*\)"$/\1/p' Cargo.toml | head -1)
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}
export SOURCE_DATE_EPOCH
stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
folder=$stage/motcua-$version
mkdir "$folder"
cp "$built/motcua.exe" "$built/duckdb.dll" "$folder/"
chmod 0755 "$folder"/*
x86_64-w64-mingw32-strip "$folder/motcua.exe"
./scripts/windows_sign.sh "$folder/motcua.exe"
for text in LICENSE-MIT LICENSE-APACHE CHANGELOG.md packaging/windows/DOC-TRUOC.txt; do
    sed 's/$/\r/' "$text" >"$folder/$(basename "${text%.md}" .txt).txt"
done
[ -z "${LICENCES-yes}" ] || python3 scripts/licences.py $target | sed 's/$/\r/' >"$folder/THIRD-PARTY-LICENCES.txt"
out=dist/windows
mkdir -p $out
rm -f $out/motcua-* $out/SHA256SUMS
if [ "${SBOM-yes}" = yes ]; then
    ./scripts/sbom_of.sh "$cache" $out/motcua-"$version"-windows.cdx.json
fi
find "$folder" -exec touch --no-dereference --date="@$SOURCE_DATE_EPOCH" {} +
(cd "$stage" && find "motcua-$version" | LC_ALL=C sort | zip -qX9 motcua.zip -@)
mv "$stage/motcua.zip" "$out/motcua-$version-windows.zip"

# The uninstaller is made inside of the installer, which has it signed on the way.
{ printf '\xef\xbb\xbf'; cat packaging/windows/motcua.nsi; } >"$stage/motcua.nsi"
size=$(du -sk "$folder" | cut -f1)
setup=$out/motcua-setup-$version.exe
makensis -V2 -NOCD -INPUTCHARSET UTF8 "-DVERSION=$version" "-DFROM=$folder" "-DSIZE=$size" "-DOUT=$PWD/$setup" \
    "-DICON=$PWD/packaging/windows/motcua.ico" "-DSETTINGS=$PWD/packaging/windows/motcua.toml" "-DSIGN=$PWD/scripts/windows_sign.sh" "-DCOMPRESSOR=${COMPRESSOR:-/SOLID lzma}" "$stage/motcua.nsi" >&2
./scripts/windows_sign.sh "$setup"
if [ -n "${UPDATE_SIGNING_KEY:-}" ]; then
    zip=$out/motcua-$version-windows.zip
    openssl pkeyutl -sign -rawin -inkey "$UPDATE_SIGNING_KEY" -in "$zip" -out "$zip.sig"
fi
(cd $out && sha256sum motcua-* >SHA256SUMS)

# What an officer of IT is handed: all of it, with the sums and the guide to print.
bundle=motcua-$version-windows-it
mkdir "$stage/$bundle"
cp $out/* "$stage/$bundle/"
guide=${GUIDE_PROGRAM:-./motcua}
if [ -x "$guide" ]; then
    day=$(date -u -d "@$SOURCE_DATE_EPOCH" +%F)
    "$guide" guide --from docs/huong-dan/cai-windows.md --out "$stage/$bundle/huong-dan-cai-windows.pdf" --on "$day" >&2
else
    echo "warning: there is no $guide to write the guide with; the bundle goes without" >&2
fi
find "$stage/$bundle" -exec touch --no-dereference --date="@$SOURCE_DATE_EPOCH" {} +
(cd "$stage" && find "$bundle" | LC_ALL=C sort | zip -qX0 bundle.zip -@)
mv "$stage/bundle.zip" "$out/$bundle.zip"
(cd $out && sha256sum "$bundle.zip" >>SHA256SUMS && cat SHA256SUMS && du -k motcua-* >&2)
