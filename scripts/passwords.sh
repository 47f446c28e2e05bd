#!/bin/sh
# Makes src/state/access/common_passwords.txt.gz: the 10 000 passwords most often found in what was stolen elsewhere, commonest first, as
# Django counts them (PyPI, BSD-3-Clause; counted by Royce Williams).
set -eu
aside=$(mktemp -d)
trap 'rm -rf "$aside"' EXIT
python3 -m pip download --quiet --no-deps --dest "$aside" django==5.2.19
python3 - "$aside" <<'END' >"$aside/list.txt"
import glob, gzip, sys, zipfile
wheel, = glob.glob(sys.argv[1] + "/*.whl")
packed = zipfile.ZipFile(wheel).read("django/contrib/auth/common-passwords.txt.gz")
words = gzip.decompress(packed).decode().split("\n")
print("\n".join([word for word in words if word][:10000]))
END
gzip -9 -n -c "$aside/list.txt" >src/state/access/common_passwords.txt.gz
