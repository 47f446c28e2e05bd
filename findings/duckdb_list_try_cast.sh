#!/bin/sh
# DuckDB 1.5.5 and 1.5.6 (PyPI duckdb==1.5.6, Python 3.11): try_cast of a whole JSON array as text to a list of numbers makes each element it
# cannot read null and keeps the others, so the sum of the list is that of its readable part; only a text that is no array at all gives
# null. A cast to a list of texts leaves JSON's escapes in them. from_json reads both as JSON. Seen:
#   try_cast('["8000","8000 đ"]' as decimal(18,4)[])   [8000.0000, NULL]   its sum: 8000.0000
#   try_cast('8000 đ' as decimal(18,4)[])              NULL
#   try_cast('["\u0111"]' as varchar[])                ['u0111']
#   from_json('["\u0111"]', '["VARCHAR"]')             ['đ']
# queries/dialect/lists/ reads lists text by text for that. Ends with an error if any of it changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check duckdb==1.5.6
"$folder/venv/bin/python" - <<'PYTHON'
from decimal import Decimal

import duckdb

seen = {
    """select try_cast('["8000","8000 đ"]' as decimal(18,4)[])""": [Decimal("8000.0000"), None],
    """select list_sum(try_cast('["8000","8000 đ"]' as decimal(18,4)[]))""": Decimal("8000.0000"),
    """select try_cast('8000 đ' as decimal(18,4)[])""": None,
    r"""select try_cast('["\u0111"]' as varchar[])""": ["u0111"],
    r"""select from_json('["\u0111"]', '["VARCHAR"]')""": ["đ"],
}
for sql, expected in seen.items():
    found = duckdb.sql(sql).fetchone()[0]
    print(sql, "->", found)
    if found != expected:
        raise SystemExit(f"expected {expected!r}")
PYTHON
