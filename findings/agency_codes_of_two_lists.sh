#!/bin/sh
# Codes of communes that mean one commune in one public list and another in another: vietnam-provinces 2025.10.1 against
# vietnamadminunits 1.0.4, whose codes are ours. Exits 1 if what follows is not found any more.
#
#     00226 Phường Kim Liên | Phường Văn Miếu - Quốc Tử Giám
#     00331 Phường Yên Sở | Phường Hoàng Mai
#     01537 Xã Vinh Quý | Xã Lý Quốc
#     01558 Xã Lý Quốc | Xã Hạ Lang
#     01561 Xã Hạ Lang | Xã Vinh Quý
#     13285 Phường Châu Sơn | Phường Phủ Lý
#     13291 Phường Phủ Lý | Phường Phù Vân
#     13318 Phường Phù Vân | Phường Châu Sơn
#     31207 Phường Thuận Hưng | Phường Thốt Nốt
#     only in one of them: 114 and 114
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
for package in vietnam-provinces==2025.10.1 vietnamadminunits==1.0.4; do
    python3 -m pip install --quiet --quiet --no-deps --target "$folder" "$package"
done
python3 - "$folder" >"$folder/found" <<'PYTHON'
import json, sqlite3, sys, unicodedata
from pathlib import Path

folder = Path(sys.argv[1])
provinces = json.loads((folder / "vietnam_provinces/data/nested-divisions.json").read_text(encoding="utf-8"))
one = {f"{ward['code']:05}": ward["name"] for province in provinces for ward in province["wards"]}
database = sqlite3.connect(folder / "vietnamadminunits/data/dataset.db")
other = dict(database.execute("select wardCode, ward from admin_units"))


def bare(name):
    letters = unicodedata.normalize("NFD", name.lower().replace("đ", "d"))
    return "".join(letter for letter in letters if letter.isalnum())


for code in sorted(one.keys() & other.keys()):
    if bare(one[code]) != bare(other[code]):
        print(code, one[code], "|", other[code])
print("only in one of them:", len(one.keys() - other.keys()), "and", len(other.keys() - one.keys()))
PYTHON
cat "$folder/found"
sed -n 's/^#     //p' "$0" | diff - "$folder/found"
