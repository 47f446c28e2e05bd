#!/usr/bin/env python3
"""Writes the national rows of queries/reference/agency and agency_succession from what others published.

    pip download --no-deps vietnamadminunits==1.0.4            # MIT, (c) 2025 Tran Ngoc Minh Hieu
    unzip vietnamadminunits-1.0.4-py3-none-any.whl -d units
    # thanglequoc/vietnamese-provinces-database, tag v4.2.0: MIT, (c) 2021 Thang Le Quoc. One file of it:
    # json/vn_only_simplified_json_generated_data_vn_units_2026-07-25__20_49_07.json
    # The same, tag v2.4.1: json/vn_only_simplified_json_generated_data_vn_units.json, saved as names.json
    scripts/agencies.py units vn_only_simplified_json_generated_data_vn_units_2026-07-25__20_49_07.json names.json

The first holds the units of 1/7/2025, the three tiers as they were on 30/6/2025, and what became of each. The second holds the
units after NQ 30/2026/QH16 and NQ 237/NQ-UBTVQH16 and says in its README from which day. The third spells the names of the three
tiers as the statistics office did; where that is another spelling than the first's, it is an alias. All took names and codes from the
statistics office (GSO). published.csv stays hand-kept: what it holds is left out here. The same input gives the same bytes.
"""

import csv
import hashlib
import json
import math
import sqlite3
import sys
import unicodedata
from collections import Counter, defaultdict
from pathlib import Path

REFERENCE = Path(__file__).resolve().parent.parent / "queries" / "reference"

# The packages do not say since when a unit of the old tree existed, only that it did on the last day of the three tiers.
UNKNOWN = "1900-01-01"
LAST_OF_THREE_TIERS, FIRST_OF_TWO_TIERS = "2025-06-30", "2025-07-01"
BEFORE_NQ_30, FROM_NQ_30 = "2026-04-29", "2026-04-30"
OPEN = "9999-12-31"

# What the converter says otherwise than the statistics office's own table of communes (danhmuchanhchinh, looked at 2026-11-22): where
# each went, all of it. An old commune that went whole is said to be divided there, and one part of one is missing.
CORRECTIONS = {
    "23053": ["23053"],
    "28036": ["28036"],
    "31379": ["31378"],
    "31582": ["31582"],
    "09013": ["08980", "08995", "09022", "09817"],
}

# Spellings in use that none of the lists has.
SPELLINGS = [["Huyện Phú Quý", "602"]]
STATISTICS_OFFICE = "Tổng cục Thống kê, theo vietnamese-provinces-database v2.4.1"

# SHA-256 of dataset.db, converter_2025.json, the file of later units and that of the names. Other bytes may mean other facts.
DIGESTS = [
    "147cbbf81c8964bb594e1dda7ebab5649bce21efbfd6cb508cab7fefca62257d",
    "84f0848bf401b047775cbb49768c181a9271f77e4a4ec706d293b09bcb4faddd",
    "1945cb05e60783050215d1dc38a15dc35506c5beef0b7bd84769d9a09579a5a2",
    "04bc47b359a9a122b2a3d13a5e90e066f44dc1671a01c1aaa5fb59cc8d05e444",
]

TYPES = ["Tỉnh", "Thành phố", "Huyện", "Quận", "Thị xã", "Thị trấn", "Phường", "Xã", "Đặc khu"]

# Namesakes nearer to each other than this cannot be told apart by their coordinates.
NEARER_KM = 1.0


def main(arguments):
    if len(arguments) != 3:
        sys.exit(__doc__)
    data = Path(arguments[0]).resolve() / "vietnamadminunits" / "data"
    files = [data / "dataset.db", data / "converter_2025.json", Path(arguments[1]), Path(arguments[2])]
    for path, digest in zip(files, DIGESTS, strict=True):
        if hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            sys.exit(f"error: {path} is not the pinned version")
    database = sqlite3.connect(f"{files[0].as_uri()}?mode=ro", uri=True)
    database.row_factory = sqlite3.Row
    old = database.execute("select * from admin_units_legacy").fetchall()
    new = database.execute("select * from admin_units").fetchall()
    converter = json.loads(files[1].read_text(encoding="utf-8"))
    later = json.loads(files[2].read_text(encoding="utf-8"))

    published = Published(REFERENCE / "agency" / "published.csv")
    units = old_units(old) + with_later_names(new_units(new), later)
    agencies = agency_rows(units, published)
    succession = succession_rows(old, new, converter, published)
    write(REFERENCE / "agency" / "national.csv", "code,area_code,name,level,parent_code,valid_from,valid_to", agencies)
    write(REFERENCE / "agency_succession" / "national.csv", "code,successor_code,on_day,kind", succession)
    aliases = alias_rows(old_units(old), json.loads(files[3].read_text(encoding="utf-8")))
    write(REFERENCE / "agency_alias" / "national.csv", "alias,code,valid_from,valid_to,source", aliases)
    report(units)


class Published:
    """The hand-kept agencies. Where one is an area, its code stands for the area as long as the row is valid."""

    def __init__(self, path):
        self.spans = defaultdict(list)
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                if row["area_code"]:
                    self.spans[row["area_code"]].append((row["valid_from"], row["valid_to"] or OPEN, row["code"]))

    def code(self, area, day):
        return next((code for start, end, code in self.spans[area] if start <= day <= end), area)

    def holds(self, area, start, end):
        overlapping = [span for span in self.spans[area] if span[0] <= end and start <= span[1]]
        # A row that covers half a span would leave the other half without an agency.
        if any(span[0] > start or span[1] < end for span in overlapping):
            sys.exit(f"error: published.csv holds {area} for only a part of {start}..{end}")
        return bool(overlapping)


def unit(area, name, level, parent, start, end=OPEN):
    name = " ".join(unicodedata.normalize("NFC", name).split())
    # Some write "Thị Trấn", some "xã".
    kind = next(kind for kind in TYPES if name.lower().startswith(kind.lower() + " "))
    name = kind + name[len(kind) :]
    return {"area": area, "name": name, "level": level, "parent": parent, "start": start, "end": end}


def old_units(rows):
    """Provinces, districts and communes of the last day of the three tiers."""
    found = {}
    for row in rows:
        for code, name, level, parent in [
            (row["provinceCode"], row["province"], "province", ""),
            (row["districtCode"], row["district"], "district", row["provinceCode"]),
            (row["wardCode"], row["ward"], "commune", row["districtCode"]),
        ]:
            # Five island districts have no communes.
            if code:
                known = found.setdefault(code, unit(code, name, level, parent, UNKNOWN, LAST_OF_THREE_TIERS))
                assert known["level"] == level and known["parent"] == parent, code
    return list(found.values())


def new_units(rows):
    """Provinces and communes of the first day of the two tiers."""
    provinces = {row["provinceCode"]: row["province"] for row in rows}
    found = [unit(code, name, "province", "", FIRST_OF_TWO_TIERS) for code, name in provinces.items()]
    return found + [unit(row["wardCode"], row["ward"], "commune", row["provinceCode"], FIRST_OF_TWO_TIERS) for row in rows]


def with_later_names(units, later):
    """Ends what changed its type on 30/4/2026 and begins it anew: a tỉnh became a thành phố, ten xã became phường.

    Codes stayed, so nobody succeeded anybody. The two sources spell some names differently (hoà, hòa; H'Leo, H’leo); that
    is no change, and neither is a code that only one of them has.
    """
    now = {province["Code"]: province["FullName"] for province in later}
    now |= {commune["Code"]: commune["FullName"] for province in later for commune in province["Wards"]}
    kept = []
    for one in units:
        if (later_name := now.pop(one["area"], None)) is None:
            print(f"only in the first source: {one['area']} {one['name']}; kept")
        elif bare(later_name) != bare(one["name"]):
            print(f"from {FROM_NQ_30}: {one['area']} {one['name']} -> {later_name}")
            kept.append(unit(one["area"], later_name, one["level"], one["parent"], FROM_NQ_30))
            one = one | {"end": BEFORE_NQ_30}
        kept.append(one)
    for area, name in sorted(now.items()):
        print(f"only in the second source: {area} {name}; left out")
    return kept


def bare(name):
    """The letters alone, without marks."""
    letters = unicodedata.normalize("NFD", name.lower().replace("đ", "d"))
    return "".join(letter for letter in letters if letter.isalnum())


def agency_rows(units, published):
    rows = []
    for one in units:
        if not published.holds(one["area"], one["start"], one["end"]):
            parent = published.code(one["parent"], one["start"]) if one["parent"] else ""
            rows.append([one["area"], one["area"], one["name"], one["level"], parent, one["start"], one["end"].replace(OPEN, "")])
    return sorted(rows, key=lambda row: (row[0], row[5]))


def successors_of(old, new, converter):
    """Old commune (or island district) -> the communes it went to; the converter names both by spelled-out keys.

    10,035 old communes in 10,597 rows (471 of them split, over 1,033 rows) and five island districts, a đặc khu each.
    """
    old_by_key = {f"{row['provinceKey']}_{row['districtKey']}_{row['wardKey'] or ''}": row for row in old}
    new_by_key = {(row["provinceKey"], row["wardKey"]): row for row in new}
    assert len(old_by_key) == len(old) and len(new_by_key) == len(new), "a key means two units"
    pairs = set()
    for province, communes in converter["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        pairs |= {(key, (province, commune)) for commune, keys in communes.items() for key in keys}
    for province, keys in converter["DICT_PROVINCE_WARD_DIVIDED"].items():
        pairs |= {(key, (province, part["newWardKey"])) for key, parts in keys.items() for part in parts}
    found = defaultdict(set)
    for key, new_key in pairs:
        found[area_of(old_by_key[key])].add(new_by_key[new_key]["wardCode"])
    count("as converted", found)
    assert all(area_of(row) in found for row in old), "an old unit without a successor"
    return without_namesakes(found, old, new)


def without_namesakes(found, old, new):
    """Takes back what the converter gave to a namesake.

    Its table of parts was joined by the name of the old commune within the new province. So phường 4 of old Tây Ninh and phường 4
    of old Long An, each whole, are both said to be split over Tân Ninh and Long An. Where old communes of one name share a
    successor and one of them is said to be split, the nearest keeps it. Those whose coordinates do not tell keep all. This leaves
    444 split communes, of which CORRECTIONS takes four back.
    """
    place = {area_of(row): (row["wardLat"] or row["districtLat"], row["wardLon"] or row["districtLon"]) for row in old}
    new_place = {row["wardCode"]: (row["wardLat"], row["wardLon"]) for row in new}
    name = {area_of(row): row["wardKey"] or "" for row in old}
    sharing = defaultdict(list)
    for area in sorted(found):
        for successor in found[area]:
            sharing[name[area], successor].append(area)
    wrong = set()
    for (key, successor), areas in sorted(sharing.items()):
        if len(areas) > 1 and any(len(found[area]) > 1 for area in areas):
            far = {area: kilometres(place[area], new_place[successor]) for area in areas}
            farther = {area for area in areas if far[area] > min(far.values()) + NEARER_KM}
            if len(areas) - len(farther) > 1:
                print(f"doubtful: {key} {areas} -> {successor}; namesakes, kept")
            wrong |= {(area, successor) for area in farther}
    cleaned = {area: {one for one in successors if (area, one) not in wrong} for area, successors in found.items()}
    assert all(cleaned.values()), "a unit lost every successor"
    count("without namesakes", cleaned)
    return cleaned


def area_of(row):
    return row["wardCode"] or row["districtCode"]


def kilometres(one, other):
    return 111.2 * math.hypot(one[0] - other[0], (one[1] - other[1]) * math.cos(math.radians(one[0])))


def succession_rows(old, new, converter, published):
    new_provinces = {row["provinceKey"]: row["provinceCode"] for row in new}
    old_provinces = {row["provinceKey"]: row["provinceCode"] for row in old}
    by_area = {old_provinces[key]: {new_provinces[into]} for into, keys in converter["DICT_PROVINCE"].items() for key in keys}
    assert len(by_area) == len(old_provinces), "an old province without a successor"
    rows = []
    for area, areas in (by_area | successors_of(old, new, converter) | CORRECTIONS).items():
        code, kind = published.code(area, LAST_OF_THREE_TIERS), "whole" if len(areas) == 1 else "split"
        rows += [[code, published.code(one, FIRST_OF_TWO_TIERS), FIRST_OF_TWO_TIERS, kind] for one in areas]
    return sorted(rows)


def alias_rows(units, provinces):
    """Other spellings of the names of the three tiers."""
    names = {one["area"]: one["name"] for one in units}
    districts = [district for province in provinces for district in province["District"]]
    communes = [commune for district in districts for commune in district["Ward"] or []]
    spelled = {one["Code"]: " ".join(one["FullName"].split()) for one in provinces + districts + communes}
    rows = [
        [name, area, UNKNOWN, LAST_OF_THREE_TIERS, STATISTICS_OFFICE]
        for area, name in spelled.items()
        if area in names and spoken(name) != spoken(names[area])
    ]
    rows += [[name, area, UNKNOWN, LAST_OF_THREE_TIERS, "Tổng cục Thống kê"] for name, area in SPELLINGS]
    return sorted(rows, key=lambda row: (row[1], row[0]))


TONES = "\u0300\u0301\u0303\u0309\u0323"


def spoken(name):
    """A name as motcua compares it: capitals, blanks, kinds of dashes and the place of a tone mark within a syllable do not count."""
    syllables = []
    for syllable in unicodedata.normalize("NFD", name.lower().replace("’", "'").replace("-", " - ")).split():
        letters = unicodedata.normalize("NFC", "".join(letter for letter in syllable if letter not in TONES))
        syllables.append(letters + "".join(letter for letter in syllable if letter in TONES))
    return " ".join(syllables)


def write(path, headings, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(headings.split(","))
        writer.writerows(rows)
    print(f"{path.relative_to(REFERENCE)}: {len(rows)} rows")


def count(title, found):
    split = [len(areas) for areas in found.values() if len(areas) > 1]
    print(f"{title}: {sum(map(len, found.values()))} rows; {len(split)} split units in {sum(split)} of them")


def report(units):
    for day in [LAST_OF_THREE_TIERS, FIRST_OF_TWO_TIERS, FROM_NQ_30]:
        living = [one for one in units if one["start"] <= day <= one["end"]]
        types = Counter(f"{one['level']} {kind}" for kind in TYPES for one in living if one["name"].startswith(kind + " "))
        print(day, dict(Counter(one["level"] for one in living)), dict(types))


if __name__ == "__main__":
    main(sys.argv[1:])
