#!/usr/bin/env python3
"""Writes queries/reference/holiday/national.csv: days off by law and swapped days, 2019 to 2027.

Source: the PyPI package `holidays` (MIT licence), `pip install holidays==0.109`. A day the package does not have yet
stands in MORE with its reason. Days after LAST_ANNOUNCED follow from the law, before the yearly announcement: the
announcement may move those of Tết and of 2 September, so they are marked, and this script is run again with a later package.
"""

import csv
import datetime
import pathlib

import holidays

YEARS = range(2019, 2028)
LAST_ANNOUNCED = 2026
OUT = pathlib.Path(__file__).parent.parent / "queries/reference/holiday/national.csv"
MORE = [
    # Friday 2/1/2026 was swapped with Saturday 10/1/2026.
    (datetime.date(2026, 1, 2), "off", "Ngày nghỉ (hoán đổi với ngày 10/01/2026)"),
    (datetime.date(2026, 1, 10), "work", "Làm bù (hoán đổi)"),
]


def rows():
    days = holidays.country_holidays("VN", years=YEARS, language="vi")
    for day, name in days.items():
        yield day, "off", name
    for day in days.weekend_workdays:
        if day.year in YEARS:
            yield day, "work", "Làm bù (hoán đổi)"
    yield from MORE


def main():
    OUT.parent.mkdir(exist_ok=True)
    with OUT.open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(["day", "kind", "name", "source"])
        for day, kind, name in sorted(rows()):
            source = "lịch nghỉ đã công bố" if day.year <= LAST_ANNOUNCED else "theo Bộ luật Lao động, chưa có thông báo của năm"
            writer.writerow([day.isoformat(), kind, name, source])


if __name__ == "__main__":
    main()
