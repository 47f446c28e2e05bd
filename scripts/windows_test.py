"""Compares the program for Windows, under Wine, with the one for Linux; scripts/windows_test.sh says how. Prints a line a part with its
counts; ends with 1 where anything differs."""

import json
import os
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
import zipfile
from pathlib import Path

LINUX, FOLDER, WORK = (Path(word) for word in sys.argv[1:4])
ONLY = sys.argv[4:]
ROOT = Path(__file__).resolve().parent.parent
KILLS = int(os.environ.get("KILLS", "10"))
SETUP = os.environ.get("SETUP")
EXE = FOLDER / "motcua.exe"
PREFIX = Path(os.environ["WINEPREFIX"])
ENV = {**os.environ, "MOTCUA_LANG": "vi"}
wrong = []


def run(command, cwd, **more):
    return subprocess.run([str(word) for word in command], cwd=cwd, env=ENV, capture_output=True, **more)


def linux(*words, cwd):
    return run([LINUX, *words], cwd)


def windows(*words, cwd):
    return run(["wine", EXE, *words], cwd)


def plain(text):
    """What is said, without what must differ: the end of a line, the sign between folders."""
    return text.replace(b"\r\n", b"\n").replace(b"\\", b"/")


def expect(is_so, what):
    if not is_so:
        wrong.append(what)
        print(f"  wrong: {what}", flush=True)
    return is_so


def same(one, other, what):
    return expect(one == other, what)


def files(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def same_files(one, other, what):
    """Compares two folders; returns how many files are equal."""
    left, right = files(one), files(other)
    same(sorted(left), sorted(right), f"{what}: names of files {sorted(set(left) ^ set(right))}")
    return sum(same(left[name], right[name], f"{what}: {name} differs") for name in left if name in right)


def both(*words, what, home):
    """Runs a command on both systems; what they print and end with must be the same, and it must do what it is there for."""
    one = linux(*words, cwd=home / "linux")
    other = windows(*words, cwd=home / "windows")
    same(one.returncode, other.returncode, f"{what}: ends with {one.returncode}, on Windows with {other.returncode}: {other.stderr.decode()[-300:]}")
    same(plain(one.stdout), plain(other.stdout), f"{what}: printed otherwise")
    expect(one.returncode in (0, 1), f"{what}: {one.stderr.decode()[-300:]}")


class Served:
    """A server of either system, on a port of its own."""

    def __init__(self, program, cwd, *words):
        self.process = subprocess.Popen(
            [*program, "serve", "--listen", "127.0.0.1:0", *words], cwd=cwd, env=ENV, stderr=subprocess.PIPE, text=True
        )
        self.said = []
        self.address = None
        for line in self.process.stderr:
            self.said.append(line.strip())
            if "http://" in line:
                self.address = line.split("http://")[1].split(",")[0].strip()
                break
        # What it goes on to say must not fill the pipe.
        threading.Thread(target=lambda: self.said.extend(self.process.stderr), daemon=True).start()

    def get(self, path):
        with urllib.request.urlopen(f"http://{self.address}{path}", timeout=60) as answer:
            return answer.status, answer.read()

    def end(self):
        self.process.kill()
        self.process.wait()


def served_on_linux(cwd, *words):
    return Served([str(LINUX)], cwd, *words)


def served_on_windows(cwd, *words):
    return Served(["wine", str(EXE)], cwd, *words)


def fresh(name):
    home = WORK / name
    for system in ("linux", "windows"):
        (home / system).mkdir(parents=True)
    return home


def part_demo():
    home = fresh("demo")
    one = linux("demo", "--data", "data", cwd=home / "linux")
    other = windows("demo", "--data", "data", cwd=home / "windows")
    same(one.returncode, other.returncode, f"demo ends with {other.returncode}: {other.stderr.decode()[-300:]}")
    same(plain(one.stdout), plain(other.stdout), "demo prints otherwise")
    # The version of the data stands on the picture, and is of the minute it was taken in.
    drawn = [{name: re.sub(rb"phi\xc3\xaan b\xe1\xba\xa3n d\xe1\xbb\xaf li\xe1\xbb\x87u [\w-]+", b"", text) for name, text in files(home / system / "data/charts").items() if name.endswith(".svg")} for system in ("linux", "windows")]
    same(*drawn, "charts of the demo differ")
    equal = len(drawn[0]) + same_files(home / "linux/data/samples", home / "windows/data/samples", "samples of the demo")
    rows = []
    for system in ("linux", "windows"):
        archived = files(home / system / "data/archive")
        rows.append({name: content for name, content in archived.items() if name.endswith(".parquet")})
    # A file's name is made of its content and of what it is read by, so the same name is the same export.
    same(sorted(rows[0]), sorted(rows[1]), f"archived files {sorted(set(rows[0]) ^ set(rows[1]))}")
    bytes_alike = sum(rows[0][name] == rows[1].get(name) for name in rows[0])
    return f"{equal} files equal; of {len(rows[0])} archived files {bytes_alike} equal to the byte"


def samples(home):
    """Lays every connector's sample down on both sides, a folder each; returns the folders."""
    found = []
    for sample in sorted((ROOT / "connectors").glob("*/sample.*")):
        for system in ("linux", "windows"):
            place = home / system / "mau" / sample.parent.name
            place.mkdir(parents=True, exist_ok=True)
            shutil.copy(sample, place)
        found.append(sample.parent.name)
    return found


def part_ingest():
    home = fresh("ingest")
    names = samples(home)
    for name in names:
        words = ["ingest", "--data", "data", "--connector", name, "--snapshot-on", "2026-08-31", "--period", "2026-08"]
        # Linux has its shell for it, Windows the program.
        one = linux(*words, *sorted(f"mau/{name}/{file.name}" for file in (home / "linux/mau" / name).iterdir()), cwd=home / "linux")
        other = windows(*words, f"mau\\{name}\\*.*", cwd=home / "windows")
        same(one.returncode, other.returncode, f"ingest of {name}: ends with {one.returncode}, on Windows with {other.returncode}")
        # The version of the data is of the minute it was taken in.
        said = [[line for line in plain(it.stderr).splitlines() if "phiên bản".encode() not in line] for it in (one, other)]
        same(*said, f"ingest of {name}: said otherwise: {said}")
    long = (home / "windows").joinpath(*[("thư mục rất dài " * 4).strip()] * 5)
    long.mkdir(parents=True)
    shutil.copy(ROOT / "connectors/generic_dossiers/sample.csv", long / "hồ sơ.csv")
    letters = len(f"Z:{long / 'hồ sơ.csv'}")
    taken = windows("ingest", "--data", "dài", f"Z:{long / 'hồ sơ.csv'}", cwd=home / "windows")
    expect(b"kept" in taken.stderr, f"a path of {letters} letters: {taken.stderr.decode()[-300:]}")
    return f"{len(names)} samples taken in alike; a path of {letters} letters read"


def restored():
    """An office of Linux with all samples, and the same restored from its backup on Windows: the same exports of the same minute."""
    home = WORK / "restored"
    if home.exists():
        return home
    fresh("restored")
    # As an office's own: nothing is added to what the demo invents.
    linux("sample", "--out", "tệp", cwd=home / "linux")
    linux("ingest", "--data", "data", "tệp", cwd=home / "linux")
    samples(home)
    for sample in sorted((home / "linux/mau").iterdir()):
        linux("ingest", "--data", "data", "--connector", sample.name, "--snapshot-on", "2026-08-31", "--period", "2026-08", sample, cwd=home / "linux")
    made = linux("backup", "../sao lưu", "--data", "data", "--prove", cwd=home / "linux")
    expect(made.returncode == 0, f"backup on Linux: {made.stderr.decode()[-300:]}")
    back = windows("restore", "../sao lưu", "--data", "data", cwd=home / "windows")
    expect(back.returncode == 0, f"restore on Windows: {back.stderr.decode()[-300:]}")
    return home


def part_backup():
    home = restored()
    same_files(home / "linux/data/archive", home / "windows/data/archive", "the archive restored on Windows")
    checked = windows("verify", "--rebuild", "--data", "data", "--backup", "../sao lưu", cwd=home / "windows")
    expect(checked.returncode == 0, f"verify on Windows: {checked.stdout.decode()[-600:]} {checked.stderr.decode()[-300:]}")
    made = windows("backup", "..\\từ Windows", "--data", "data", "--prove", cwd=home / "windows")
    expect(made.returncode == 0, f"backup on Windows: {made.stderr.decode()[-300:]}")
    back = linux("restore", "../từ Windows", "--data", "again", cwd=home / "linux")
    expect(back.returncode == 0, f"restore on Linux: {back.stderr.decode()[-300:]}")
    checked = linux("verify", "--rebuild", "--data", "again", cwd=home / "linux")
    expect(checked.returncode == 0, f"verify on Linux: {checked.stdout.decode()[-600:]}")
    count = same_files(home / "linux/data/archive", home / "linux/again/archive", "the archive that came back")
    return f"Linux → Windows → Linux, {count} archived files equal to the byte, proved and built anew on both"


def part_answers():
    home = restored()
    ids = sorted(path.stem for path in (ROOT / "queries/metrics").glob("*.sql"))
    for metric in ids:
        both("show", metric, "--period", "2023", "--format", "json", "--data", "data", what=f"show {metric}", home=home)
    others = [["checks"], ["sources"], ["score"], ["rejected"], ["forecast", "on_time_rate", "--period", "2023"], ["compare", "on_time_rate", "--period", "2023"]]
    for words in others:
        both(*words, "--data", "data", what=" ".join(words), home=home)
    both("metrics", what="metrics", home=home)
    both("explain", ids[0], what="explain", home=home)
    return f"{len(ids)} metrics and {len(others) + 2} other commands answer alike"


def part_charts():
    home = restored()
    count = 0
    for kind in ("bar", "line", "heat", "weeks", "multiples", "dots"):
        for ending in ("svg", "png"):
            name = f"{kind}.{ending}"
            both("chart", "on_time_rate", "--period", "2023", "--kind", kind, "--out", name, "--data", "data", what=f"chart {name}", home=home)
            paths = [home / system / name for system in ("linux", "windows")]
            if paths[0].exists():
                count += same(*(path.read_bytes() if path.exists() else None for path in paths), f"chart {name} differs")
    return f"{count} pictures equal to the byte"


def part_reports():
    home = restored()
    names = sorted(path.stem for path in (ROOT / "reports").glob("*.toml") if path.stem != "phrases")
    for name in names:
        both("report", name, "--period", "2023-W51", "--on", "2024-01-02", "--out", "ra", "--data", "data", what=f"report {name}", home=home)
    both("report", names[0], "--period", "bc:2023-12", "--on", "2024-01-02", "--out", "kỳ báo cáo", "--data", "data", what="a report of bc:2023-12", home=home)
    for folder in ("ra", "kỳ báo cáo"):
        for system in ("linux", "windows"):
            (home / system / folder).mkdir(exist_ok=True)
    count = same_files(home / "linux/ra", home / "windows/ra", "reports")
    count += same_files(home / "linux/kỳ báo cáo", home / "windows/kỳ báo cáo", "reports of a reporting period")
    return f"{count} papers of {len(names)} reports equal to the byte"


PAGES = ["/", "/?period=2023", "/indicators", "/indicators/on_time_rate?period=2023", "/agencies/06283?period=2023", "/dossiers?period=2023",
         "/scorecards", "/checks", "/data", "/api/v1/metrics", "/api/v1/metrics/on_time_rate/values?period=2023", "/card", "/meeting",
         "/charts/on_time_rate.svg?period=2023", "/indicators/on_time_rate.csv?period=2023", "/indicators/on_time_rate.xlsx?period=2023"]


def part_serve():
    home = restored()
    one, other = served_on_linux(home / "linux", "--data", "data"), served_on_windows(home / "windows", "--data", "data")
    count, sizes = 0, 0
    try:
        for page in PAGES:
            try:
                answers = [server.get(page) for server in (one, other)]
            except urllib.error.HTTPError as error:
                if error.code == 404:
                    continue
                expect(False, f"{page}: {error}")
                continue
            bodies = [body.replace(server.address.encode(), b"") for (_, body), server in zip(answers, (one, other))]
            count += same(*bodies, f"page {page} differs")
            sizes += len(bodies[0])
    finally:
        one.end()
        other.end()
    expect(count > 8, f"only {count} pages")
    return f"{count} pages equal to the byte, {sizes // 1024} KB"


HEADING = "dossier_code;solving_agency;status;received_at;due_at;ended_at\n"


def export(folder, number, rows=200):
    """A list of so many dossiers, all ended in time in December 2023, as the connector of plain tables reads them."""
    path = folder / f"ho-so-{number}-2023-12-31.csv"
    heads = "Mã hồ sơ;Cơ quan giải quyết;Trạng thái;Ngày tiếp nhận;Ngày hẹn trả;Ngày kết thúc xử lý\n"
    lines = (f"K{number}.{row};Xã An Sơn;Đã trả kết quả;01/12/2023;08/12/2023;05/12/2023\n" for row in range(rows))
    path.write_text(heads + "".join(lines), encoding="utf-8")
    return path


def counted(run_it, cwd):
    """How many dossiers of xã An Sơn were ended in December 2023."""
    shown = run_it("show", "on_time_rate", "--period", "2023-12", "--agency", "06283", "--format", "json", "--data", "data", cwd=cwd)
    rows = json.loads(shown.stdout)["rows"] if shown.returncode == 0 else []
    return rows[0]["denominator"] if rows else None


def part_publish():
    home = fresh("publish")
    cwd = home / "windows"
    scope = ["--scope", "184", "--data", "data"]
    first = windows("ingest", export(cwd, 0).name, *scope, cwd=cwd)
    expect(first.returncode == 0, f"ingest: {first.stderr.decode()[-400:]}")
    server = served_on_windows(cwd, "--data", "data")
    reads, failed, over = [0], [], threading.Event()

    def read_on():
        while not over.is_set():
            for page in ("/?period=2023", "/api/v1/metrics/on_time_rate/values?period=2023-12"):
                try:
                    status, _ = server.get(page)
                    reads[0] += status == 200
                except OSError as error:
                    failed.append(f"{page}: {error}")

    readers = [threading.Thread(target=read_on) for _ in range(2)]
    for reader in readers:
        reader.start()
    try:
        for number in range(1, 6):
            taken = windows("ingest", export(cwd, number).name, *scope, cwd=cwd)
            expect(taken.returncode == 0, f"publishing while pages are read: {taken.stderr.decode()[-400:]}")
            rows = json.loads(server.get("/api/v1/metrics/on_time_rate/values?period=2023-12&agency=06283")[1])["rows"]
            same(rows[0]["denominator"], 200 * (number + 1), f"the server shows {rows} after export {number}")
    finally:
        over.set()
        for reader in readers:
            reader.join()
        server.end()
    expect(not failed, f"reads that failed: {failed[:3]}")
    left = sorted(path.name for path in (cwd / "data").glob("warehouse-*.duckdb"))
    return f"5 builds published under a server that answered {reads[0]} reads, none failed; left: {', '.join(left)}"


def part_kills():
    home = fresh("kills")
    cwd, draw, done = home / "windows", random.Random(20), 0
    scope = ["--scope", "184", "--data", "data"]
    began = time.time()
    windows("ingest", export(cwd, 0).name, *scope, cwd=cwd)
    whole = max(time.time() - began, 0.5)
    before, killed = 200, 0
    same(counted(windows, cwd), before, "what is counted at the beginning")
    for number in range(1, KILLS + 1):
        path = export(cwd, number)
        process = subprocess.Popen(["wine", str(EXE), "ingest", path.name, *scope], cwd=cwd, env=ENV, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(draw.uniform(0.1, 1.1) * whole)
        killed += process.poll() is None
        process.kill()
        process.wait()
        found = counted(windows, cwd)
        if not expect(found in (before, before + 200), f"kill {number}: {found} counted, {before} before"):
            break
        # What lies there is whole, whether the export is in or not.
        checked = windows("verify", "--data", "data", cwd=cwd)
        unsound = [line for line in checked.stdout.decode().splitlines() + checked.stderr.decode().splitlines() if line.startswith("lỗi")]
        expect(not unsound, f"kill {number}: {unsound}")
        again = windows("ingest", path.name, *scope, cwd=cwd)
        # Wine's own server may end under a program that begins just then.
        if b"wine client error" in again.stderr:
            again = windows("ingest", path.name, *scope, cwd=cwd)
        before = counted(windows, cwd)
        if not same(before, 200 * (number + 1), f"after kill {number} and once more: {before}: {again.stderr.decode()[-300:]}"):
            break
        done += 1
    return f"{done} of {KILLS} rounds, {killed} of them killed before their end; nothing lost, nothing half"


def wait_for(is_so, seconds):
    until = time.time() + seconds
    while time.time() < until:
        if is_so():
            return True
        time.sleep(0.3)
    return False


def part_held():
    home = fresh("held")
    cwd = home / "windows"
    (cwd / "hộp thư").mkdir()
    (cwd / "motcua.toml").write_bytes('scope = "184"\r\n\r\n[inbox]\r\nfolder = "hộp thư"\r\nkeep_days = 30\r\n'.encode())
    server = served_on_windows(cwd, "--data", "data")
    held = export(cwd / "hộp thư", 1)
    holder = subprocess.Popen(["wine", str(WORK / "tools/hold.exe"), f"Z:{held}"], env=ENV, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    same(holder.stdout.readline().strip(), "held", "the holder holds")
    export(cwd / "hộp thư", 2)
    taken = lambda number: any((cwd / "hộp thư/done").rglob(f"ho-so-{number}-2023-12-31.csv"))
    expect(wait_for(lambda: taken(2), 240), "the export behind it was not taken in")
    expect(held.exists() and not taken(1), "what is open elsewhere was taken")
    holder.stdin.close()
    holder.wait()
    expect(wait_for(lambda: taken(1), 240), "it was not taken in after it was closed")
    same(counted(windows, cwd), 400, "what is counted of both")
    said = "".join(server.said)
    said += "".join(path.read_text(encoding="utf-8") for path in (cwd / "data/log").glob("motcua-*"))
    expect("đang mở ở chương trình khác" in said, f"it is not said: {said[-300:]}")
    server.end()
    return "an export open elsewhere waits and is told of, the one behind it is taken in, and it too when it is closed (CRLF in motcua.toml)"


def part_stop():
    home = fresh("stop")
    cwd = home / "windows"
    server = served_on_windows(cwd, "--data", "data")
    # Of all that ends a console program Wine without a screen knows Ctrl-C alone.
    server.process.send_signal(signal.SIGINT)
    try:
        same(server.process.wait(60), 0, "Ctrl-C ends the server with an error")
    except subprocess.TimeoutExpired:
        expect(False, "Ctrl-C does not end the server")
        server.end()
    rights = (cwd / "data/state.sqlite").stat().st_mode & 0o007
    same(rights, 0, f"others may read the state: {rights:o}")
    return "Ctrl-C ends the server in order; the state is its owner's alone"


def part_click():
    home = fresh("click")
    cwd, opened = home / "windows", WORK / "browser.txt"
    opened.unlink(missing_ok=True)
    told = lambda: opened.read_text().split() if opened.exists() else []
    click = ["wine", WORK / "tools/click.exe"]
    taken = socket.socket()
    try:
        taken.bind(("127.0.0.1", 8686))
        taken.listen()
    except OSError:
        pass  # somebody else has it, which is as good
    first = subprocess.Popen([*click, "200", f"Z:{EXE}"], cwd=cwd, env=ENV)
    if expect(wait_for(lambda: len(told()) == 1, 120), "a double click opens no browser"):
        expect(told()[0].startswith("http://127.0.0.1:86") and "8686" not in told()[0], f"opened {told()} though the port was taken")
        # A new folder is set up by the link alone.
        expect("/start?key=" in told()[0], f"opened {told()[0]}, not the link of the first run")
        with urllib.request.urlopen(told()[0], timeout=20) as answer:
            same(answer.status, 200, "what is opened answers")
        again = run([*click, "60", f"Z:{EXE}"], cwd)
        same(again.stdout.strip(), b"code 0", "the second double click ends")
        expect(wait_for(lambda: len(told()) == 2, 60) and told()[0] == told()[-1], f"the second double click opened {told()}")
    first.kill()
    subprocess.run(["wine", "taskkill", "/F", "/IM", "motcua.exe"], env=ENV, capture_output=True)
    taken.close()
    return f"a double click opens {told()[0].partition('?')[0] if told() else 'nothing'}, with 8686 taken; the second one opens the same"


def part_content():
    home = fresh("content")
    for system in ("linux", "windows"):
        folder = home / system / "nội dung/queries/metrics"
        folder.mkdir(parents=True)
        text = (ROOT / "queries/metrics/on_time_rate.sql").read_text(encoding="utf-8")
        (folder / "on_time_rate.sql").write_bytes(text.replace("\n", "\r\n").encode())
    both("--content", "nội dung", "check", what="check of content with CRLF", home=home)
    for system, program in (("linux", linux), ("windows", windows)):
        program("--content", "nội dung", "demo", "--data", "data", cwd=home / system)
    both("--content", "nội dung", "show", "on_time_rate", "--period", "2023", "--format", "csv", "--data", "data", what="show by content with CRLF", home=home)
    return "content whose lines end in CRLF is read alike"


def part_sign():
    home = fresh("sign")
    program = home / "windows/hold.exe"
    shutil.copy(WORK / "tools/hold.exe", program)
    (home / "password").write_text("bí mật")
    key = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=motcua test", "-addext", "extendedKeyUsage=codeSigning"]
    made = run([*key, "-keyout", "key.pem", "-out", "own.pem"], home)
    made = run(["openssl", "pkcs12", "-export", "-inkey", "key.pem", "-in", "own.pem", "-out", "own.p12", "-passout", "file:password"], home)
    expect(made.returncode == 0, f"no certificate: {made.stderr.decode()[-300:]}")
    certificate = {"WINDOWS_CERTIFICATE": str(home / "own.p12"), "WINDOWS_CERTIFICATE_PASSWORD": str(home / "password")}
    signed = subprocess.run([ROOT / "scripts/windows_sign.sh", program], env={**ENV, **certificate}, capture_output=True)
    expect(signed.returncode == 0, f"signing: {signed.stderr.decode()[-300:]}")
    verify = ["osslsigncode", "verify", "-CAfile", home / "own.pem", "-in", program]
    expect(run(verify, home).returncode == 0, "the signature does not hold")
    changed = bytearray(program.read_bytes())
    changed[0x600] ^= 1
    program.write_bytes(changed)
    expect(run(verify, home).returncode != 0, "the signature holds of a changed program")
    return "a program signed with a certificate made for it; a changed one is found out"


def part_update():
    home = fresh("update") / "windows"
    program = home / "chương trình"
    program.mkdir()
    for name in ("motcua.exe", "duckdb.dll"):
        shutil.copy(FOLDER / name, program)
    newer = {"motcua.exe": (WORK / "tools/hold.exe").read_bytes(), "duckdb.dll": b"a newer engine"}
    with zipfile.ZipFile(home / "new.zip", "w") as package:
        for name, content in newer.items():
            package.writestr(f"motcua-9.0.0/{name}", content)
    run(["openssl", "genpkey", "-algorithm", "ed25519", "-out", "key.pem"], home)
    run(["openssl", "pkey", "-in", "key.pem", "-pubout", "-out", "public.pem"], home)
    signed = run(["openssl", "pkeyutl", "-sign", "-rawin", "-inkey", "key.pem", "-in", "new.zip", "-out", "new.zip.sig"], home)
    expect(signed.returncode == 0, f"signing: {signed.stderr.decode()[-300:]}")
    update = lambda: run(["wine", program / "motcua.exe", "update", "--from", "new.zip", "--key", "public.pem", "--data", "data"], home)
    held = {name: (program / name).read_bytes() for name in newer}
    whole = (home / "new.zip").read_bytes()
    (home / "new.zip").write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    same(update().returncode, 2, "a changed package")
    same({name: (program / name).read_bytes() for name in newer}, held, "a changed package changed the program")
    (home / "new.zip").write_bytes(whole)
    taken = windows("ingest", export(home, 0).name, "--scope", "184", "--data", "data", cwd=home)
    expect(taken.returncode == 0, f"an export to be backed up: {taken.stderr.decode()[-300:]}")
    done = update()
    same(done.returncode, 0, f"the update: {done.stderr.decode()[-300:]}")
    same({name: (program / name).read_bytes() for name in newer}, newer, "the program after the update")
    same({name: (program / f"{name}.old").read_bytes() for name in newer if (program / f"{name}.old").exists()}, held, "what was before")
    expect((home / "sao-luu").is_dir(), "there is no backup")
    return "a running program takes its own place with what is signed, after a backup, the old one beside it; a changed package is refused"


def in_windows(path):
    return PREFIX / "drive_c" / path


def setup(*words):
    return run(["wine", SETUP, *words], WORK)


def windows_path(path):
    """What Windows calls a path of the prefix."""
    return "C:\\" + str(path.relative_to(PREFIX / "drive_c")).replace("/", "\\")


def wine_command(*words):
    return run(["wine", *words], WORK)


def part_setup():
    if not SETUP:
        return "left out: no installer was given"
    user = next(path for path in in_windows("users").iterdir() if path.name not in ("Public", "crossover"))
    local = user / "AppData/Local"
    began = time.time()
    done = setup("/S", "/DEMO")
    same(done.returncode, 0, f"the installer for an account: {done.returncode} {done.stderr.decode()[-300:]}")
    program, home = local / "Programs/motcua", local / "motcua"
    for path in (program / "motcua.exe", program / "duckdb.dll", program / "go-cai-dat.exe", home / "motcua.toml", home / "hop-thu"):
        expect(path.exists(), f"{path.name} is not there")
    menu = user / "AppData/Roaming/Microsoft/Windows/Start Menu/Programs/Một cửa"
    expect((menu / "Một cửa.lnk").exists(), "there is nothing in the Start menu")
    server = Served(["wine", str(program / "motcua.exe")], home, "--data", "data-mau")
    status, picture = server.get("/charts/on_time_rate.svg?period=2023")
    expect(status == 200 and b"<svg" in picture, "no first chart")
    first = time.time() - began
    server.end()
    # The samples lie beside the office's folder, which takes real exports in as before.
    taken = run(["wine", str(program / "motcua.exe"), "ingest", export(home, 0).name, "--scope", "184", "--data", "data"], home)
    same(taken.returncode, 0, f"an export of the office beside the samples: {taken.stderr.decode()[-300:]}")
    before = sorted(path.name for path in (home / "data/archive").rglob("*.parquet"))
    done = setup("/S")
    same(done.returncode, 0, f"the upgrade ends with {done.returncode}")
    kept = [path for path in (home / "sao-luu").rglob("*") if path.is_file()]
    expect(kept, "the upgrade made no backup")
    same(before, sorted(path.name for path in (home / "data/archive").rglob("*.parquet")), "the archive after the upgrade")
    # One that is running is stopped by it.
    server = Served(["wine", str(program / "motcua.exe")], home, "--data", "data")
    done = setup("/S")
    same(done.returncode, 0, f"the upgrade under a running server ends with {done.returncode}")
    expect(wait_for(lambda: server.process.poll() is not None, 20), "the server of before still runs")
    # An upgrade whose backup fails changes nothing.
    shutil.rmtree(home / "sao-luu")
    (home / "sao-luu").write_text("a file where the folder should be")
    program_before = (program / "motcua.exe").stat().st_mtime_ns
    done = setup("/S")
    same(done.returncode, 3, f"the upgrade without a backup ends with {done.returncode}")
    same((program / "motcua.exe").stat().st_mtime_ns, program_before, "the program was changed without a backup")
    (home / "sao-luu").unlink()
    wine_command(program / "go-cai-dat.exe", "/S", "_?=" + windows_path(program))
    expect(not (program / "motcua.exe").exists(), "uninstalling left the program")
    expect(not menu.exists(), "uninstalling left the Start menu")
    expect((home / "data/archive").exists(), "uninstalling took the data")
    done = setup("/S")
    wine_command(program / "go-cai-dat.exe", "/S", "/DELETEDATA", "_?=" + windows_path(program))
    expect(not home.exists(), "uninstalling kept data that was to go")
    return f"for an account: installed, first chart after {first:.0f} s, upgraded with a backup, also under a running server; refused without one; removed, data kept, then removed"


def part_service():
    if not SETUP:
        return "left out: no installer was given"
    # Wine ends its services with the last program of a user: this one stays.
    (WORK / "kept").write_text("open")
    user = subprocess.Popen(["wine", str(WORK / "tools/hold.exe"), f"Z:{WORK / 'kept'}"], env=ENV, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    user.stdout.readline()
    program, home = in_windows("Program Files/motcua"), in_windows("ProgramData/motcua")
    same(setup("/S", "/ALLUSERS", "/PORT=86x6").returncode, 4, "a port that is none")
    # What somebody laid there beforehand is not believed.
    home.mkdir(parents=True)
    (home / "motcua.toml").write_text("[backup]\nfolder = 'elsewhere'\n")
    same(setup("/S", "/ALLUSERS").returncode, 4, "a folder that another user prepared")
    expect(not program.exists(), "something was installed beside a folder that another user prepared")
    shutil.rmtree(home)
    # Nor is a folder whose files others may have laid there the place of a service's program.
    others = in_windows("co-san")
    others.mkdir()
    (others / "khac.dll").write_text("somebody's")
    same(setup("/S", "/ALLUSERS", "/D=C:\\co-san").returncode, 4, "a folder of others for the program")
    same([path.name for path in others.iterdir()], ["khac.dll"], "the folder of others")
    expect(not home.exists(), "something was made for what was refused")
    done = setup("/S", "/ALLUSERS")
    same(done.returncode, 0, f"the installer of the service: {done.returncode}")
    link = in_windows("ProgramData/Microsoft/Windows/Start Menu/Programs/Một cửa/Một cửa.url")
    expect(link.exists(), "there is nothing in the Start menu")
    address = link.read_text(errors="replace").split("URL=")[1].split()[0] if link.exists() else ""

    def status(path):
        try:
            with urllib.request.urlopen(address + path, timeout=30) as answer:
                return answer.status
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return 0

    def is_served():
        return status("start") == 403

    # Whoever sits at the machine sets nothing up without the link that only administrators can read.
    expect(wait_for(is_served, 240), f"the first page without its link: {status('start')}")
    first_page = (home / "data/first-run.txt").read_text().strip()
    same(status(first_page.removeprefix(address)), 200, f"the first page by its link {first_page}")
    same(setup("/S", "/ALLUSERS", "/DEMO").returncode, 0, "the samples taken in")
    expect(wait_for(is_served, 240), f"the service does not answer on {address}")
    expect((home / "data-mau/archive").exists(), "the samples are not in a folder of their own")
    expect(not any((home / "data").glob("archive/*")), "the samples are in the office's folder")
    same(setup("/S", "/ALLUSERS").returncode, 0, "the upgrade of the service")
    expect(wait_for(is_served, 240), "the service does not answer after the upgrade")
    # For the whole network it is served with users alone, and stays so when it is upgraded.
    same(setup("/S", "/LAN").returncode, 0, "the service for the network")
    password = home / "mat-khau-quan-tri.txt"
    expect(password.exists() and len(password.read_text("utf-16").split()[-1]) >= 12, "no password for the first login")
    same(setup("/S", "/ALLUSERS").returncode, 0, "the upgrade of the service for the network")

    def asks_for_login():
        try:
            with urllib.request.urlopen(address, timeout=10) as answer:
                return "/login" in answer.url
        except OSError:
            return False

    expect(wait_for(asks_for_login, 240), "nobody is asked for name and password")
    registry = lambda: wine_command("reg", "query", r"HKLM\System\CurrentControlSet\Services\motcua", "/v", "ImagePath")
    registered = lambda: registry().stdout.decode(errors="replace")
    expect("0.0.0.0" in registered(), "an upgrade without a switch took the network back")
    same(setup("/S", "/LOCAL").returncode, 0, "the network taken back")
    expect("127.0.0.1" in registered() and "0.0.0.0" not in registered(), f"still for the network: {registered()}")
    expect(wait_for(asks_for_login, 240), "the service does not answer after the network was taken back")
    stopped = wine_command("net", "stop", "motcua")
    expect(wait_for(lambda: not asks_for_login(), 60), f"the service does not stop: {stopped.stdout}")
    # Without the file that says how it was installed, too.
    (program / "cai-dat.ini").unlink()
    wine_command(program / "go-cai-dat.exe", "/S", "/DELETEDATA", "_?=C:\\Program Files\\motcua")
    expect(registry().returncode != 0, f"the service is still registered: {registered()}")
    expect(not (program / "motcua.exe").exists() and not home.exists(), "uninstalling left the service's files")
    user.stdin.close()
    user.wait()
    return f"as a service at {address}: a wrong port, a folder of another user and one of others for the program refused; installed, the first page by its link alone, samples in a folder of their own, upgraded, opened to the network with a first user and closed again, stopped, removed"


PARTS = {name[5:]: part for name, part in list(globals().items()) if name.startswith("part_")}


def main():
    for name, part in PARTS.items():
        if ONLY and name not in ONLY:
            continue
        began, before = time.time(), len(wrong)
        try:
            told = part()
        except Exception as error:  # noqa: BLE001 - a part that breaks off is wrong, and the others are tried
            expect(False, f"{name} broke off: {type(error).__name__}: {error}")
            told = "broke off"
        told = told if len(wrong) == before else f"{len(wrong) - before} differences"
        print(f"{name}: {told} ({time.time() - began:.0f} s)", flush=True)
    print(f"{len(wrong)} differences" if wrong else "no difference", flush=True)
    sys.exit(1 if wrong else 0)


main()
