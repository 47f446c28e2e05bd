#!/bin/sh
# Gets the prebuilt DuckDB library once, checks it, keeps it outside the work tree, and prints its folder.
#   scripts/engine.sh CACHE [TARGET]      TARGET as cargo names it; this machine's own where it is left out
# Prints nothing where there is no prebuilt library for that system or no npm: then build with `make ENGINE=bundled`.
set -eu
version=1.5.6-r.1
target=${2:-$(uname -m)-$(uname -s)}
case "$target" in
x86_64-Linux | x86_64-unknown-linux-gnu)
    package=node-bindings-linux-x64 library=libduckdb.so folder=engine-$version
    sha256=1b9f82478539bb9a1d1df44bd103121a12ae52142c07158dc52b97d2ec1d69ff
    ;;
x86_64-pc-windows-gnu)
    package=node-bindings-win32-x64 library=duckdb.dll folder=engine-$version-windows
    sha256=03873bb6dbef0aa30ba28d12dc6afa63769641823bb64bb425894218442f3e9c
    ;;
*) exit 0 ;;
esac
folder="$1/$folder"
if [ ! -e "$folder/$library" ]; then
    command -v npm >/dev/null 2>&1 || exit 0
    mkdir -p "$1"
    aside=$(mktemp -d "$1/engine.XXXXXX")
    trap 'rm -rf "$aside"' EXIT
    echo "Getting the prebuilt engine (DuckDB 1.5.6, $package)" >&2
    (cd "$aside" && npm pack --silent "@duckdb/$package@$version" >/dev/null)
    tarball=$(ls "$aside"/*.tgz)
    echo "$sha256  $tarball" | sha256sum -c --quiet >&2 || {
        echo "error: the engine's checksum is not the pinned one; nothing was kept" >&2
        exit 1
    }
    tar -xzf "$tarball" -C "$aside"
    # Another make may have been faster; both hold the same file.
    mv "$aside/package" "$folder" 2>/dev/null || true
fi
echo "$folder"
