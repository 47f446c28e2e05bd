#!/usr/bin/env python3
"""`make bench`: what our work costs beside what the same costs others, in one sitting, as ratios of CPU seconds, since machines are noisy.

scripts/bench.py PYTHON     PYTHON with the peers of benches/requirements.txt
ROWS=1M dossiers (10M, 30M), GROWTH=3M: as many again in a build of their own, for what a row costs in a larger one ("10M 30M" for more)
COSTS      the bench `costs`, where it need not be compiled
"""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

PEERS = pathlib.Path(__file__).with_name("bench_peers.py")
LETTERS = {"K": 1_000, "M": 1_000_000}


def rows_of(text):
    return int(float(text[:-1]) * LETTERS[text[-1]]) if text[-1] in LETTERS else int(text)


def output(*command):
    done = subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        sys.exit(f"failed: {command}")
    return done.stdout


def bench_binary():
    """Where cargo puts the bench, which it compiles where it must."""
    flags = ["--locked", "--bench", "costs", "--no-run", "--message-format", "json", *os.environ.get("FEATURES", "").split()]
    lines = map(json.loads, output("cargo", "bench", *flags).splitlines())
    return [line["executable"] for line in lines if line.get("executable")][-1]


class Bench:
    def __init__(self, python, binary, folder):
        self.python, self.binary, self.folder = python, binary, folder

    def ours(self, part, *words):
        """CPU seconds by phase, and `peak`: the most MB held."""
        lines = output(self.binary, part, *words).splitlines()
        return {fields[0]: float(fields[1]) for fields in (line.split("\t") for line in lines)}

    def peer(self, name, *words):
        """CPU seconds, and the most MB held."""
        cpu, peak = output(self.python, PEERS, name, *words).split()
        return float(cpu), int(peak)

    def sample(self, rows, seed=1):
        out = self.folder / f"sample-{rows}-{seed}"
        self.ours("sample", rows, seed, out)
        return next(out.glob("*.csv"))

    def data(self, name):
        folder = self.folder / name
        shutil.rmtree(folder, ignore_errors=True)
        return folder


def total(phases):
    return sum(cost for phase, cost in phases.items() if phase != "peak")


def say(work, ours, peer="", theirs=None, peaks=""):
    """A line of the table. `theirs` is what a peer costs; the ratio says how many times that ours is."""
    ratio = f"{ours / theirs:.2f}" if theirs else ""
    theirs = f"{theirs:.2f}" if theirs else ""
    print(f"| {work} | {ours:.2f} | {peer} | {theirs} | {ratio} | {peaks} |", flush=True)


def split(csv, parts, folder):
    """The same rows in so many files, each with the heading."""
    folder.mkdir()
    heading, *lines = csv.read_bytes().splitlines(keepends=True)
    size = -(-len(lines) // parts)
    paths = [folder / f"phan-{part + 1}-2023-12-31.csv" for part in range(parts)]
    for part, path in enumerate(paths):
        path.write_bytes(heading + b"".join(lines[part * size:(part + 1) * size]))
    return paths


def bench_text(bench, rows):
    csv, data = bench.sample(rows), bench.data("data")
    archived, typed, latest = (bench.folder / f"{name}.parquet" for name in ("archived", "typed", "latest"))
    archive = bench.peer("duckdb_archive", csv, archived)
    others = [archive, bench.peer("duckdb_typed", archived, typed), bench.peer("duckdb_latest", typed, latest)]
    polars = bench.peer("polars_archive", csv, bench.folder / "polars.parquet")
    built = bench.ours("ingest", data, csv)
    bare, peak = sum(cost for cost, _ in others), max(peak for _, peak in others)
    say(f"{rows:,} rows from nothing", total(built), "duckdb: archive, typed, latest", bare, f"{built['peak']:.0f} / {peak}")
    for name, (cost, peak) in (("duckdb", archive), ("polars", polars)):
        say("of these: decode and archive", built["archive"], f"{name}: CSV → Parquet", cost, f"/ {peak}")
    say("of these: stage", built["staging"], "duckdb: typed", others[1][0])
    for phase in ("models", "metrics", "audit", "publish"):
        say(f"of these: {phase}", built[phase], "all of it", total(built))
    more = bench.sample(rows // 50, seed=2)
    say(f"{rows // 50:,} rows on top", total(bench.ours("ingest", data, more)), "all of it", total(built))
    say("the same again", total(bench.ours("ingest", data, more)), "all of it", total(built))
    say("one metric that says something else", total(bench.ours("changed", data)), "all of it", total(built))
    sums = bench.ours("metrics", data)
    say("metric_day of all metrics, seconds", sums["ours"], "duckdb: the same selects", sums["bare"])
    answers = bench.ours("answers", data)
    print(f"\n{answers['count']:.0f} answers for periods nobody asked for: median {answers['median_ms']} ms, slowest {answers['slowest_ms']} ms\n")
    shutil.rmtree(data)
    return total(built) / rows


def bench_workbooks(bench, rows):
    csv, book, small = bench.sample(rows), bench.folder / "2023-12-31.xlsx", bench.folder / "nho-2023-12-31.xlsx"
    bench.ours("workbook", csv, rows, book)
    bench.ours("workbook", csv, rows // 10, small)
    theirs = {name: bench.peer(name, book) for name in ("fastexcel_arrow", "calamine_rows")}
    ours = bench.ours("ingest", bench.data("book"), book)
    for name, (cost, peak) in theirs.items():
        say(f"XLSX {rows:,} × 21: decode and archive", ours["archive"], name, cost, f"{ours['peak']:.0f} / {peak}")
    cost, peak = bench.peer("openpyxl_rows", small)
    ours = bench.ours("ingest", bench.data("book"), small)
    say(f"XLSX {rows // 10:,} × 21: decode and archive", ours["archive"], "openpyxl_rows", cost, f"{ours['peak']:.0f} / {peak}")


def bench_small_files(bench, rows, files):
    csv = bench.sample(rows)
    one = total(bench.ours("ingest", bench.data("one"), csv))
    data = bench.data("many")
    many = total(bench.ours("ingest", data, *split(csv, files, bench.folder / "split")))
    say(f"{files} files of {rows // files} rows in one call", many, "the same rows in one file", one)
    say("one more of 49 rows", total(bench.ours("ingest", data, bench.sample(49, seed=3))), "the 40", many)


def main():
    python, rows = sys.argv[1], rows_of(os.environ.get("ROWS", "1M"))
    growth = [rows_of(text) for text in os.environ.get("GROWTH", "3M").split()]
    binary = os.environ.get("COSTS") or bench_binary()
    with tempfile.TemporaryDirectory(dir=os.environ.get("SCRATCH")) as folder:
        bench = Bench(python, binary, pathlib.Path(folder))
        print("| work | CPU s | beside | CPU s | ratio | MB, ours / theirs |\n|---|---|---|---|---|---|")
        cost = bench_text(bench, rows)
        print("| work | CPU s | beside | CPU s | ratio | MB, ours / theirs |\n|---|---|---|---|---|---|")
        bench_workbooks(bench, rows // 5)
        bench_small_files(bench, 28_000, 40)
        for more in growth:
            built = bench.ours("ingest", bench.data("growth"), bench.sample(more))
            say(f"a million rows of {more:,}", total(built) / more * 1e6, f"of {rows:,}", cost * 1e6, f"{built['peak']:.0f}")


main()
