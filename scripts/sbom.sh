#!/bin/sh
# Makes the Python that lists the parts of the program (SBOM, CycloneDX), once; prints its folder. cargo-cyclonedx is had in no registry prebuilt.
set -eu
folder=$1/sbom-0.6.0
if [ ! -x "$folder/bin/sbom4rust" ]; then
    python3 -m venv "$folder" >&2
    "$folder/bin/pip" install --quiet --disable-pip-version-check sbom4rust==0.6.0 >&2
fi
echo "$folder"
