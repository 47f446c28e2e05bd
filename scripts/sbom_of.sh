#!/bin/sh
# Writes the list of parts of the program (CycloneDX) into a file: scripts/sbom_of.sh CACHE FILE
set -eu
cd "$(dirname "$0")/.."
file=$(realpath "$2")
python=$(./scripts/sbom.sh "$1")
stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
# The tool writes down where it read; that is no place of whoever installs it.
mkdir "$stage/motcua"
cp Cargo.lock "$stage/motcua/"
# It would ask a server about every crate; all that is needed stands in Cargo.lock.
nobody=http://127.0.0.1:9
cd "$stage"
https_proxy=$nobody http_proxy=$nobody "$python/bin/sbom4rust" --dependency motcua --application motcua --sbom cyclonedx --format json --output-file sbom.json >&2
install -m 0644 sbom.json "$file"
