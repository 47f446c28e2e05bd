"""See soak.sh."""

import concurrent.futures
import os
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

PROGRAM, CYCLES = sys.argv[1], int(sys.argv[2])
PAGES = ["/", "/agencies", "/agencies/06283", "/indicators/on_time_rate", "/dossiers", "/checks", "/sources", "/reports"]
PAGES += ["/api/v1/metrics/on_time_rate/values?period=2023", "/compare", "/indicators/on_time_rate?agency=06283&period=2023-08"]
CLIENTS = 8
# A thread that answers pages ends when it had nothing to do for ten seconds: how many there are at work tells only how many worked at once.
REST_SECONDS = 20


def held(process):
    """Memory in MB, handles, threads."""
    status = pathlib.Path(f"/proc/{process}/status").read_text()
    number = lambda name: int(re.search(rf"^{name}:\s+(\d+)", status, re.MULTILINE)[1])
    return number("VmRSS") / 1024, len(os.listdir(f"/proc/{process}/fd")), number("Threads")


def ask(address):
    with urllib.request.urlopen(address, timeout=60) as answer:
        assert answer.read(), address


def main():
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        data, samples = folder / "data", folder / "samples"
        run = lambda *arguments: subprocess.run([PROGRAM, *arguments], check=True, capture_output=True, cwd=folder)
        run("sample", "--out", samples, "--rows", "2000")
        export = next(samples.iterdir())
        run("ingest", export, "--data", data, "--scope", "184")
        server = subprocess.Popen(
            [PROGRAM, "serve", "--data", data, "--listen", "127.0.0.1:0"], cwd=folder, stderr=subprocess.PIPE, text=True
        )
        try:
            at = re.search(r"http://([^\s,]+)", server.stderr.readline())[1]
            live = lambda numbers: [cycle(number, run, data, export, f"http://{at}", server.pid) for number in numbers]
            readings, threads = live(range(1)), [threads_at_rest(server.pid)]
            readings += live(range(1, CYCLES))
            threads.append(threads_at_rest(server.pid))
        finally:
            server.terminate()
            server.wait()
    judge(readings, threads)


def threads_at_rest(process):
    time.sleep(REST_SECONDS)
    return held(process)[2]


def cycle(number, run, data, export, at, process):
    # The same export of another day: the warehouse is built anew, the archive does not grow.
    run("ingest", export, "--data", data, "--snapshot-on", f"2024-01-{number % 28 + 1:02}")
    run("report", "weekly", "--period", "2023-W50", "--format", "docx", "--data", data, "--out", data.parent / "reports")
    with concurrent.futures.ThreadPoolExecutor(CLIENTS) as clients:
        list(clients.map(ask, [at + page for page in PAGES * 3]))
    reading = held(process)
    print("cycle {}: {:.1f} MB, {} handles, {} threads".format(number + 1, *reading), file=sys.stderr, flush=True)
    return reading


def judge(readings, threads):
    quarter = len(readings) // 4
    second, last = readings[quarter : 2 * quarter], readings[-quarter:]
    grown = []
    for at, name in enumerate(("memory, MB", "handles", "threads")):
        medians = [statistics.median(reading[at] for reading in part) for part in (second, last)]
        most = max(reading[at] for reading in readings)
        print(f"{name}: median of the second quarter {medians[0]:.1f}, of the last {medians[1]:.1f}, most {most:.1f}")
        grown += [name] if name != "threads" and medians[1] > 1.1 * medians[0] else []
    print("threads at rest: {} after the first cycle, {} after the last".format(*threads))
    grown += ["threads"] if threads[1] > threads[0] else []
    print(f"{len(readings)} cycles of ingest, report and {3 * len(PAGES)} pages by {CLIENTS} clients")
    sys.exit(f"grown: {grown}" if grown else 0)


main()
