#!/usr/bin/env python3
"""Counts the instructions of the program's own hot parts by callgrind and holds them against benches/parts.csv.

scripts/bench_quick.py DEPS [--bless]     DEPS, where cargo has put the bench `parts`; --bless takes what is counted as expected

An instruction more or less is no second more or less, but it is the same on a busy machine: a part that takes a tenth more than
expected fails. Fewer are said, so that they are taken as expected.
"""
import csv
import pathlib
import subprocess
import sys
import tempfile

EXPECTED = pathlib.Path(__file__).parent.parent / "benches" / "parts.csv"
ALLOWED = 1.10


def count(binary):
    """Instructions of each part, in the order they are run."""
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            ["valgrind", "--tool=callgrind", f"--callgrind-out-file={folder}/out", "--combine-dumps=no",
             "--toggle-collect=parts::measure_part", "--dump-after=parts::measure_part", binary],
            capture_output=True, text=True, check=False)
        if done.returncode:
            sys.exit(f"{binary} failed under valgrind:\n{done.stderr[-4000:]}")
        names = done.stdout.split()
        counts = []
        for number in range(1, len(names) + 1):
            text = (pathlib.Path(folder) / f"out.{number}").read_text(encoding="utf-8")
            totals = [line for line in text.splitlines() if line.startswith(("summary:", "totals:"))]
            counts.append(int(totals[0].split()[1]))
    return dict(zip(names, counts))


def main():
    deps, *options = sys.argv[1:]
    built = [path for path in pathlib.Path(deps).glob("parts-*") if not path.suffix]
    counted = count(max(built, key=lambda path: path.stat().st_mtime))
    if "--bless" in options:
        rows = "".join(f"{name},{number}\n" for name, number in counted.items())
        EXPECTED.write_text("part,instructions\n" + rows, encoding="utf-8")
    with open(EXPECTED, encoding="utf-8", newline="") as file:
        expected = {row["part"]: int(row["instructions"]) for row in csv.DictReader(file)}
    failed = sorted(counted.keys() ^ expected.keys())
    for name in failed:
        print(f"{name}: counted or expected, not both")
    for name in [name for name in counted if name in expected]:
        ratio = counted[name] / expected[name]
        verdict = "TOO MANY" if ratio > ALLOWED else "fewer: take as expected" if ratio * ALLOWED < 1 else ""
        print(f"{name:20} {counted[name]:>14,} of {expected[name]:>14,} {ratio:6.3f} {verdict}".rstrip())
        if ratio > ALLOWED:
            failed.append(name)
    sys.exit(1 if failed else 0)


main()
