#!/bin/sh
# Makes the Python that the tests of the API and of the pages run in, once; prints its folder.
#   scripts/python.sh CACHE [NAME REQUIREMENTS]     another one, of other libraries
set -eu
folder=$1/${2:-python}
requirements=${3:-tests/browser/requirements.txt}
if ! cmp -s "$requirements" "$folder/requirements.txt"; then
    python3 -m venv "$folder" >&2
    "$folder/bin/pip" install --quiet --disable-pip-version-check --requirement "$requirements" >&2
    cp "$requirements" "$folder/requirements.txt"
fi
echo "$folder"
