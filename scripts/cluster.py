#!/usr/bin/env python3
"""An office, its store and three reading nodes with one state, each node in a network namespace of its own, over faults.

python cluster.py PROGRAM     in what `scripts/cluster.sh` made; prints a table of what was tried and what came of it
"""

import contextlib
import hashlib
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

from follow import OLD, SECRET, Line, Server, begin_store, client, free_port, open_bucket, run, until

PASSWORD = "mot mat khau rieng"
PAGES = [
    "/", "/agencies", "/agencies/06283", "/indicators/on_time_rate", "/dossiers.csv", "/compare", "/checks", "/sources", "/locks",
    "/changes", "/card.png", "/charts/on_time_rate.svg?kind=dots", "/api/v1/metrics",
]
# What is asked all the time: a page and all its dossiers.
ASKED = "/dossiers.csv"
AWAY = "Chưa hỏi được nơi giữ tài khoản"


class Node(Server):
    """A reading node: the readers' network reaches it whether or not the store's does."""

    def __init__(self, program, folder, number, endpoint):
        self.number = number
        before = ["ip", "netns", "exec", f"node{number}"]
        super().__init__(program, folder, f"node{number}", endpoint, f"10.77.2.1{number}", before)

    def cut_from_store(self, is_cut):
        subprocess.run(["ip", "link", "set", f"store{self.number}", "down" if is_cut else "up"], check=True)


class Readers:
    """Who asks every node again and again, and remembers what came: what was answered, and how often nothing was."""

    def __init__(self, nodes):
        self.nodes, self.is_over = nodes, False
        self.seen, self.failed = {}, {}
        self.threads = [threading.Thread(target=self.read, args=(node,), daemon=True) for node in nodes]
        for thread in self.threads:
            thread.start()

    def read(self, node):
        while not self.is_over:
            status, body = node.ask(ASKED)
            if status == 200:
                digest = hashlib.sha256(body).hexdigest()
                self.seen.setdefault(node, {}).setdefault(digest, 0)
                self.seen[node][digest] += 1
            else:
                self.failed[node] = self.failed.get(node, 0) + 1
            time.sleep(0.05)

    def has_read(self, nodes):
        """Whether every one of these has answered for some seconds since."""
        return all(sum(self.seen.get(node, {}).values()) > 40 for node in nodes)

    def since(self):
        """Forgets what was; returns what that was by node: answers, digests, failures."""
        seen, failed, self.seen, self.failed = self.seen, self.failed, {}, {}
        return {node: (sum(seen.get(node, {}).values()), set(seen.get(node, {})), failed.get(node, 0)) for node in self.nodes}


class Postgres:
    """The server of the state: stopped and started as it was."""

    def run(self, *command):
        of_account = ["runuser", "-u", os.environ["PG_ACCOUNT"], "--"]
        told = [*command, "--silent", f"--pgdata={os.environ['PG_DATA']}"]
        subprocess.run([*of_account, os.environ["PG_CTL"], *told], check=True, stdout=subprocess.DEVNULL, timeout=60)

    @contextlib.contextmanager
    def stopped(self):
        options = Path(os.environ["PG_DATA"], "postmaster.opts").read_text()
        given = " ".join(re.findall(r'"(-[pc]|[a-z_]+=[^"]+|\d+)"', options))
        self.run("stop", "--mode=fast")
        yield
        self.run("start", "--wait", f"--log={os.environ['PG_LOG']}", f"--options={given}")


class Table:
    """What was tried, and what came of it."""

    def __init__(self):
        self.rows, self.began = [], time.monotonic()

    def add(self, tried, came):
        now = time.monotonic()
        self.rows.append((tried, came, f"{now - self.began:.0f} s"))
        self.began = now
        print(f"{tried}: {came} ({self.rows[-1][2]})", file=sys.stderr, flush=True)

    def show(self):
        print("| tried | came of it | took |\n|---|---|---|")
        for row in self.rows:
            print("| " + " | ".join(row) + " |")


class Unled(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def post(address, path, form, cookies):
    """Sends a form as a browser does; returns the cookies of then."""
    headers = {"Origin": address, "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}
    request = urllib.request.Request(address + path, data=urllib.parse.urlencode(form).encode(), headers=headers)
    try:
        answer = urllib.request.build_opener(Unled()).open(request, timeout=30)
    except urllib.error.HTTPError as redirected:
        answer = redirected
    if answer.code != 303:
        raise SystemExit(f"cluster: {path} answers {answer.code}")
    given = [line.split(";")[0].split("=", 1) for line in answer.headers.get_all("Set-Cookie") or []]
    return cookies | dict(given)


def login(server):
    """Logs in at one server, with a password of one's own; returns the cookies, which all of them know."""
    address = f"http://{server.host}:{server.port}"
    cookies = post(address, "/login", dict(name="lan", password=PASSWORD, next="/"), {})
    server.cookie = "; ".join(f"{name}={value}" for name, value in cookies.items())
    token = re.search(rb'name="form_token" value="(\w+)"', server.ask("/account")[1])[1].decode()
    own = dict(form_token=token, old=PASSWORD, new=PASSWORD + " moi", again=PASSWORD + " moi")
    cookies = post(address, "/account/password", own, cookies)
    return "; ".join(f"{name}={value}" for name, value in cookies.items())


def answers_of(server, pages=PAGES):
    answers = {path: server.ask(path) for path in pages}
    for path, (status, _) in answers.items():
        if status != 200:
            raise SystemExit(f"cluster: {server.name}{path} answers {status}")
    return answers


def same(nodes, expected):
    """Fails where a node answers otherwise; returns how many answers were compared."""
    for node in nodes:
        for path, answer in expected.items():
            if node.ask(path) != answer:
                raise SystemExit(f"cluster: {node.name}{path} differs from the office's")
    return len(nodes) * len(expected)


def says_old(node):
    """Whether every page of numbers says that the node may be behind."""
    pages = [path for path in PAGES if not re.search(r"\.|/api/", path)]
    return all(OLD.encode() in node.ask(path)[1] for path in pages)


def why(node):
    found = re.search(OLD + r"[^(]*\((.*?)\)\.? ", node.ask("/")[1].decode() + " ")
    return found[1] if found else "no reason"


def main():
    program, table, compared = os.path.realpath(sys.argv[1]), Table(), 0
    postgres = Postgres()
    with tempfile.TemporaryDirectory(prefix="motcua-cluster-") as folder, contextlib.ExitStack() as stack:
        folder = Path(folder)
        port = free_port()
        moto = begin_store("0.0.0.0", port)
        stack.callback(moto.kill)
        store = client(port)

        def stored(below):
            return store.list_objects_v2(Bucket="kho", Prefix=f"van-quan/{below}/").get("Contents", [])

        open_bucket(store)
        line = Line(port)
        (folder / "motcua.toml").write_text('[versions]\nstore = "s3://kho/van-quan"\npoll_seconds = 1\n')
        (folder / "state").write_text(os.environ["STATE_SERVER"])
        run(program, folder, None, "demo", "--data", "office")
        # Two that build share an archive; nothing is published from there as long as that is on trial.
        run(program, folder, None, "demo", "--data", "one")
        for builder in ("one", "second"):
            run(program, folder, port, "archive", "join", "s3://kho/van-quan", "--data", builder)

        def numbers_of(data):
            return [run(program, folder, port, "show", it, "--period", "2023", "--data", data)[0] for it in ("update_count", "on_time_rate")]

        assert numbers_of("second") == numbers_of("one") and "Xã An Sơn" in numbers_of("one")[0]
        table.add("the archive in the store, an empty machine joins it", "it has every export, and the same numbers of the year")
        run(program, folder, None, "move-state", "server", "--file", str(folder / "state"), "--data", "office")
        added = [program, "user", "add", "lan", "--role", "admin", "--password-stdin", "--data", "office"]
        subprocess.run(added, cwd=folder, input=PASSWORD, text=True, check=True, capture_output=True)
        office = Server(program, folder, "office", line.port)
        stack.callback(lambda: office.process.kill())
        nodes = []
        for number in (1, 2, 3):
            joined = ["move-state", "join", "--file", str(folder / "state"), "--data", f"node{number}"]
            run(program, folder, None, *joined)
            node = Node(program, folder, number, f"10.77.1.1:{port}")
            stack.callback(lambda node=node: node.process.kill())
            nodes.append(node)
        first, second, third = nodes
        cookie = login(second)
        for server in [office, *nodes]:
            server.cookie = cookie

        def at(number, whom, seconds=60):
            for node in whom:
                until(f"{node.name} shows version {number}", lambda node=node: node.version() == number and not node.is_old(), seconds)

        at(1, nodes)
        expected = answers_of(office)
        compared += same(nodes, expected)
        table.add("three nodes, one state, a login at the second", f"all at version 1, the login holds on all; {compared} answers the office's")
        readers = Readers(nodes)
        data = {hashlib.sha256(expected[ASKED][1]).hexdigest()}
        until("all are read", lambda: all(readers.seen.get(node) for node in nodes))

        readers.since()
        first.kill()
        until("the others are read meanwhile", lambda: first in readers.failed and readers.has_read((second, third)))
        passed = readers.since()
        assert passed[first][0] == 0 and passed[first][2] > 0, "it was not killed"
        for node in (second, third):
            assert passed[node][0] > 0 and passed[node][1:] == (data, 0), f"{node.name}: {passed[node]}"
        first.start()
        assert first.version() == 1 and first.status("/") == 200
        compared += same(nodes, expected)
        others = passed[second][0] + passed[third][0]
        table.add("kill -9 of a node while it is read", f"the two others gave {others} answers, all right, none missed; it came back with version 1")

        readers.since()
        second.cut_from_store(True)
        code = expected[ASKED][1].decode("utf-8-sig").splitlines()[1].split(";")[0]
        for builder in ("office", "one"):
            run(program, folder, line.port, "erase", code, "--reason", "theo đơn của công dân", "--data", builder)
        at(2, [first, third])
        after = answers_of(office)
        assert code.encode() not in after[ASKED][1] and after[ASKED] != expected[ASKED]
        began = time.monotonic()
        until("the second node says that it may be behind", lambda: says_old(second), 90)
        told, reason = time.monotonic() - began, why(second)
        assert second.version() == 1 and second.ask(ASKED) == expected[ASKED]
        compared += same([first, third], after)
        passed = readers.since()
        assert all(passed[node][2] == 0 for node in nodes), passed
        second.cut_from_store(False)
        assert numbers_of("second") != numbers_of("one"), "it has not asked"
        run(program, folder, port, "archive", "sync", "--data", "second")
        assert numbers_of("second") == numbers_of("one")
        at(2, [second])
        compared += same(nodes, after)
        came = f"another builder left it out too; the node kept version 1 and said so on every page ({reason}), {told:.0f} s after the others had version 2; at version 2 when the link was up"
        table.add("link to the store down while a dossier is erased", came)
        expected, data = after, {hashlib.sha256(after[ASKED][1]).hexdigest()}

        readers.since()
        before, line.pause_up, line.passed_up = {it["Key"] for it in stored("versions")}, 0.1, 0
        building = subprocess.Popen(
            [program, "build", "--force", "--data", "office"], cwd=folder, env=os.environ | {
                "AWS_ENDPOINT": f"http://127.0.0.1:{line.port}", "AWS_ALLOW_HTTP": "true", "AWS_REGION": "us-east-1",
                "AWS_ACCESS_KEY_ID": "van-quan", "AWS_SECRET_ACCESS_KEY": SECRET,
            }, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
        until("the new build is on its way into the store", lambda: line.passed_up > 1 << 20)
        office.kill()
        building.kill()
        building.wait()
        line.cut(True)
        until("all are read meanwhile", lambda: readers.has_read(nodes))
        assert {it["Key"] for it in stored("versions")} == before, "half a version got its manifest"
        assert all(node.version() == 2 and not node.is_old() for node in nodes)
        compared += same(nodes, expected)
        passed = readers.since()
        assert all(passed[node][1:] == (data, 0) for node in nodes), passed
        line.pause_up = 0
        line.cut(False)
        office.start()
        at(3, nodes)
        compared += same(nodes, expected)
        table.add("kill -9 of the office in the middle of an upload", "no manifest, no node showed or said anything of it; version 3 when the office was back")

        whole = store.get_object(Bucket="kho", Key="van-quan/versions/0000000003.json")["Body"].read()
        store.put_object(Bucket="kho", Key="van-quan/versions/0000000004.json", Body=whole[: len(whole) // 2])
        for node in nodes:
            until(f"{node.name} refuses half a version", lambda node=node: says_old(node))
            assert node.version() == 3
        compared += same(nodes, {path: expected[path] for path in PAGES if "." in path})
        reason = why(first)
        run(program, folder, line.port, "publish-version", "--again", "--take-over", "--data", "office")
        at(5, nodes)
        table.add("half a manifest in the store", f"all kept version 3 and said so on every page ({reason}); version 5 when the office published again")

        third.cut_from_store(True)
        run(program, folder, line.port, "build", "--force", "--data", "office")
        at(6, [first, second])
        newest = max(stored("objects"), key=lambda it: (it["Size"] > 1 << 20, it["LastModified"]))
        store.put_object(Bucket="kho", Key=newest["Key"], Body=b"0" * newest["Size"])
        third.cut_from_store(False)
        until("the third node refuses a build of another digest", lambda: says_old(third) and "nội dung khác" in why(third), 90)
        assert third.version() == 5 and first.version() == second.version() == 6
        compared += same(nodes, {path: expected[path] for path in PAGES if "." in path})
        reason = why(third)
        run(program, folder, line.port, "publish-version", "--again", "--data", "office")
        at(7, nodes, 90)
        compared += same(nodes, expected)
        table.add("a build of another digest in the store", f"the node that had to take it kept version 5 and said so on every page ({reason}); version 7 published again: all have it")

        readers.since()
        with postgres.stopped():
            for node in nodes:
                until(f"{node.name} asks in vain", lambda node=node: node.status("/") == 503)
                node.cookie = ""
                assert AWAY in node.ask("/")[1].decode(), node.name
                node.cookie = cookie
        until("the login holds again", lambda: all(node.status("/") == 200 for node in nodes))
        passed = readers.since()
        assert all(passed[node][1] <= data for node in nodes), passed
        table.add("PostgreSQL stopped", "every node lets nobody in and says why (503); the same login holds when it is back")

        office.stop()
        moto.kill()
        moto.wait()
        first.kill()
        readers.since()
        for node in (second, third):
            until(f"{node.name} says that it may be behind", lambda node=node: says_old(node), 90)
        third.kill()
        third.start()
        compared += same([second, third], {path: expected[path] for path in PAGES if "." in path})
        said = run(program, folder, port, "build", "--force", "--data", "second")[0]
        assert "Có thể thiếu hồ sơ" in said, said
        passed = readers.since()
        assert passed[second][1:] == (data, 0) and passed[third][1] == data, passed
        assert second.version() == third.version() == 7 and says_old(third)
        came = f"the others gave {passed[second][0] + passed[third][0]} answers, all right, and said so on every page ({why(second)}), one of them started anew; another builder went on and said what it may lack"
        table.add("office, store and one node down", came)
        readers.is_over = True
        for path in folder.rglob("*"):
            if path.is_file() and path.name != "state" and any(it in path.read_bytes() for it in (SECRET.encode(), b"mat-khau-pg")):
                raise SystemExit(f"cluster: a key stands in {path}")
    table.show()
    print(f"{compared} câu trả lời: không khác")


main()
