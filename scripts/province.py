#!/usr/bin/env python3
"""Writes a content folder whose sample is of a whole province: province.py OUT [UNITS [PROVINCE]].

`motcua --content OUT sample` then spreads its rows over so many communes of 2023, as a province has them; what pages and
papers cost is measured on it. The communes are real, their numbers those of the shipped sample, in turn.
"""

import csv
import pathlib
import sys

DAY = "2023-12-31"
ROOT = pathlib.Path(__file__).parent.parent
SAMPLE = "samples/van_quan_2023.toml"


def main(out, units="163", province="20"):
    agencies = []
    for path in sorted((ROOT / "queries/reference/agency").glob("*.csv")):
        agencies += csv.DictReader(path.open(encoding="utf-8"))
    agencies = [it for it in agencies if it["valid_from"] <= DAY <= (it["valid_to"] or DAY)]
    names = {it["code"]: it["name"] for it in agencies}
    districts = {it["code"] for it in agencies if it["level"] == "district" and it["parent_code"] == province}
    communes = [it for it in agencies if it["level"] == "commune" and it["parent_code"] in districts]

    head, *blocks = (ROOT / SAMPLE).read_text(encoding="utf-8").split("[[commune]]\n")
    blocks[-1], exports = blocks[-1].split("[[export]]", 1)
    counts = [[line for line in block.splitlines() if line and not line.startswith(("name", "export", "#"))] for block in blocks]
    plan = head.replace('parent = "huyện Văn Quan"', f'parent = "{lower(names[province])}"')
    for number, commune in enumerate(communes[: int(units)]):
        name = f'{commune["name"]}, {lower(names[commune["parent_code"]])}'
        lines = [f'name = "{name}"', 'export = "danh_sach"', *counts[number % len(counts)]]
        plan += "[[commune]]\n" + "\n".join(lines) + "\n\n"
    path = pathlib.Path(out) / SAMPLE
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(plan + "[[export]]" + exports, encoding="utf-8")


def lower(name):
    return name[0].lower() + name[1:]


main(*sys.argv[1:])
