"""See kill_drill.sh."""

import csv
import datetime
import hashlib
import json
import os
import pathlib
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time

from mail_stub import Stub

PROGRAM, COUNT = sys.argv[1], int(sys.argv[2])
SEED = int(os.environ.get("SEED", "1"))
RECIPIENTS = [f"nguoi{number}@vanquan.example" for number in range(12)]
HEADING = "Mã hồ sơ,Đơn vị giải quyết,Thủ tục,Trạng thái,Ngày tiếp nhận,Ngày hẹn trả,Ngày kết thúc xử lý\n"
VIETNAM = datetime.timezone(datetime.timedelta(hours=7))


class Office:
    """A data folder, what was handed in, and a mail server."""

    def __init__(self, folder, stub):
        self.folder, self.stub = folder, stub
        self.data, self.inbox = folder / "data", folder / "inbox"
        self.exports = 0
        to = ", ".join(f'{{ mail = "{one}" }}' for one in RECIPIENTS)
        (folder / "motcua.toml").write_text(
            f'scope = "184"\n[inbox]\nfolder = "{self.inbox}"\n'
            f'[mail]\nhost = "127.0.0.1"\nport = {stub.port}\ntls = "none"\nfrom = "vp@vanquan.example"\n'
            '[[schedule]]\nid = "ngay"\nreport = "weekly"\ncron = "0 0 * * *"\nperiod = "week_before"\n'
            f'newest_within_days = 3650\nformats = ["docx"]\nto = [{to}]\n',
            encoding="utf-8",
        )

    def command(self, *arguments):
        return [PROGRAM, "--config", self.folder / "motcua.toml", *arguments, "--data", self.data]

    def run(self, *arguments):
        return subprocess.run(self.command(*arguments), capture_output=True, text=True)

    def start(self, *arguments):
        return subprocess.Popen(self.command(*arguments), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def export(self, folder):
        """Another export of another hundred dossiers; where it lies."""
        self.exports += 1
        day = datetime.date(2023, 12, 1 + self.exports % 28)
        rows = [
            f"K{self.exports:03}-{number},Xã An Sơn,Khai sinh,Đã trả kết quả,{day:%d/%m/%Y},{day:%d/%m/%Y},{day:%d/%m/%Y}\n"
            for number in range(100)
        ]
        folder.mkdir(exist_ok=True)
        path = folder / f"so-{self.exports:03}-2023-12-31.csv"
        aside = path.with_suffix(".tmp")
        aside.write_text(HEADING + "".join(rows), encoding="utf-8")
        aside.rename(path)
        return path

    def archived(self):
        """How many exports the archive holds; every note is whole and its file is the one that was archived."""
        count = 0
        for note in self.data.glob("archive/*/*.json"):
            source = json.loads(note.read_text(encoding="utf-8"))
            parquet = note.with_suffix(".parquet").read_bytes()
            assert hashlib.sha256(parquet).hexdigest() == source["parquet_sha256"], f"{note} is of another file"
            count += 1
        return count

    def published(self):
        """How many dossiers what is published counts; a build counts all of whole exports."""
        shown = self.run("show", "update_count", "--period", "2023", "--agency", "06283", "--format", "csv")
        if "chưa có số liệu" in shown.stderr:
            return 0
        assert shown.returncode == 0, shown.stderr
        return sum(int(row["numerator"] or 0) for row in csv.DictReader(shown.stdout.splitlines()))


def killed(process, after):
    """Ends a process after so many seconds as the power does; whether it was still there."""
    try:
        process.wait(after)
        return False
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.wait()
        return True


def ingest_round(office, moments, length):
    before = office.published()
    was_killed = killed(office.start("ingest", office.export(office.folder / "in")), moments.uniform(0.02, length))
    archived, after = office.archived(), office.published()
    assert after in (before, 100 * archived), f"{after} dossiers are shown, of {archived} exports; {before} before"
    return was_killed


def send_round(office, moments, length, is_served):
    for left in office.data.glob("state.sqlite*"):
        left.unlink()
    office.stub.taken.clear()
    # First seen two days ago: it has been due since.
    # The drill may take longer than a lease: what served wrote down the time of the machine.
    now = lambda: datetime.datetime.now(VIETNAM).replace(tzinfo=None)
    at = lambda **later: (now() + datetime.timedelta(**later)).strftime("%Y-%m-%dT%H:%M:%S")
    assert office.run("run-due", "--at", at(days=-2)).returncode == 0
    if is_served:
        office.export(office.inbox)
        process = office.start("serve", "--listen", "127.0.0.1:0")
    else:
        process = office.start("run-due")
    was_killed = killed(process, moments.uniform(0.02, length))
    office.archived(), office.published()
    # The next processes: the lease of the dead one has run out.
    for minutes in (17, 34):
        office.run("run-due", "--at", at(minutes=minutes))
    with sqlite3.connect(office.data / "state.sqlite") as state:
        states = dict(state.execute("select address, state from delivery where occasion = ''"))
    assert sorted(states) == sorted(RECIPIENTS), f"made for {sorted(states)}"
    uncertain = 0
    for one in RECIPIENTS:
        count = sum(recipient == one for recipient, *_ in office.stub.taken)
        uncertain += states[one] == "uncertain"
        assert count == 1 or (count == 0 and states[one] == "uncertain"), f"{one}: {count} mails, {states[one]}"
    return was_killed, uncertain


def main():
    moments, kills, rounds, uncertain = random.Random(SEED), 0, {}, 0
    with tempfile.TemporaryDirectory() as folder, Stub() as stub:
        threading.Thread(target=stub.serve_forever, daemon=True).start()
        office = Office(pathlib.Path(folder), stub)
        began = time.monotonic()
        assert office.run("ingest", office.export(office.folder / "in")).returncode == 0
        length = time.monotonic() - began
        while kills < COUNT:
            kind = ("ingest", "run-due", "ingest", "serve")[sum(rounds.values()) % 4]
            if kind == "ingest":
                was_killed = ingest_round(office, moments, length)
            else:
                was_killed, doubtful = send_round(office, moments, 1.5 * length, kind == "serve")
                uncertain += doubtful
            kills += was_killed
            rounds[kind] = rounds.get(kind, 0) + 1
            print(f"{kills} kills in {rounds}", file=sys.stderr, flush=True)
        for path in office.inbox.glob("*.csv"):
            path.rename(office.folder / "in" / path.name)
        assert office.run("ingest", *sorted((office.folder / "in").glob("*.csv"))).returncode == 0
        assert office.published() == 100 * office.archived() == 100 * office.exports, "something is lost"
        print(f"seed {SEED}: {kills} kills in {rounds}; {office.exports} exports all there; {uncertain} mails shown as uncertain, none doubled")


main()
