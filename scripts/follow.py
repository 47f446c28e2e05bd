#!/usr/bin/env python3
"""An office publishes into an S3-compatible server, two reading nodes follow it: cut off, killed, damaged, and alone.

python follow.py PROGRAM     with moto beside this Python; prints what each step took, and `không khác` where no answer differed
"""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

import boto3
import botocore

SECRET = "sesame-7c1f2d"
OLD = "Có thể đã có số liệu mới hơn"
PAGES = [
    "/", "/agencies", "/agencies/06283", "/indicators/on_time_rate", "/dossiers.csv", "/compare", "/checks", "/sources", "/locks",
    "/changes", "/card.png", "/charts/on_time_rate.svg?kind=dots", "/api/v1/metrics",
]
DATA = ["/dossiers.csv", "/card.png", "/charts/on_time_rate.svg?kind=dots", "/api/v1/metrics"]


def free_port():
    with socket.socket() as it:
        it.bind(("127.0.0.1", 0))
        return it.getsockname()[1]


def until(what, holds, seconds=60):
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            raise SystemExit(f"follow: not within {seconds} s: {what}")
        time.sleep(0.1)


def end(it):
    """Ends a connection, also for a thread that waits for it."""
    try:
        it.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass


class Line:
    """A line to the store that can be slow in either direction, or cut."""

    def __init__(self, port):
        self.to, self.pause, self.is_cut, self.passed = port, 0, False, 0
        self.pause_up, self.passed_up = 0, 0
        self.open = set()
        self.server = socket.create_server(("127.0.0.1", 0))
        self.port = self.server.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            client, _ = self.server.accept()
            if self.is_cut:
                client.close()
                continue
            try:
                store = socket.create_connection(("127.0.0.1", self.to))
            except OSError:
                client.close()
                continue
            self.open |= {client, store}
            threading.Thread(target=self.pump, args=(client, store, False), daemon=True).start()
            threading.Thread(target=self.pump, args=(store, client, True), daemon=True).start()

    def pump(self, source, target, is_answer):
        try:
            while piece := source.recv(1 << 16):
                if is_answer:
                    self.passed += len(piece)
                else:
                    self.passed_up += len(piece)
                time.sleep(self.pause if is_answer else self.pause_up)
                target.sendall(piece)
        except OSError:
            pass
        for it in (source, target):
            end(it)

    def cut(self, is_cut):
        self.is_cut = is_cut
        for it in list(self.open) if is_cut else []:
            end(it)
        self.open = set() if is_cut else self.open


class Server:
    """A running `motcua serve`: of the office, or a node that follows the store. `before` is what begins it, elsewhere than here."""

    def __init__(self, program, folder, name, endpoint=None, host="127.0.0.1", before=()):
        self.program, self.folder, self.name, self.endpoint = program, folder, name, endpoint
        self.host, self.before, self.cookie = host, list(before), ""
        self.port = free_port()
        self.start()

    def start(self):
        command = [*self.before, self.program, "serve", "--data", self.name, "--listen", f"{self.host}:{self.port}"]
        if self.name != "office":
            command += ["--follow", "s3://kho/van-quan"]
        self.log = open(self.folder / f"{self.name}.log", "a")
        self.process = subprocess.Popen(
            command, cwd=self.folder, env=variables(self.endpoint), stdout=self.log, stderr=subprocess.STDOUT
        )
        until(f"{self.name} listens", lambda: self.status("/healthz") == 200)

    def ask(self, path):
        try:
            request = urllib.request.Request(f"http://{self.host}:{self.port}{path}", headers={"Cookie": self.cookie})
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()
        except (OSError, http.client.HTTPException):
            return 0, b""

    def status(self, path):
        return self.ask(path)[0]

    def is_old(self):
        return OLD.encode() in self.ask("/")[1]

    def is_refusing(self):
        return OLD.encode() in self.ask("/")[1] or "nội dung khác".encode() in self.ask("/")[1]

    def version(self):
        found = re.search(rb"^motcua_follow_version (\d+)", self.ask("/metrics")[1], re.M)
        return int(found[1]) if found else None

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        self.process.terminate()
        self.process.wait()


def variables(endpoint):
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "MOTCUA"))}
    if endpoint:
        place = endpoint if isinstance(endpoint, str) else f"127.0.0.1:{endpoint}"
        plain |= {
            "AWS_ENDPOINT": f"http://{place}", "AWS_ALLOW_HTTP": "true", "AWS_REGION": "us-east-1",
            "AWS_ACCESS_KEY_ID": "van-quan", "AWS_SECRET_ACCESS_KEY": SECRET,
        }
    return plain


def run(program, folder, endpoint, *arguments):
    """Runs a command; returns what it said, seconds and CPU seconds."""
    began, before = time.monotonic(), os.times()
    done = subprocess.run(
        [program, *arguments], cwd=folder, env=variables(endpoint), capture_output=True, text=True, check=False
    )
    after = os.times()
    if done.returncode not in (0, 1):
        raise SystemExit(f"follow: {arguments} ended with {done.returncode}\n{done.stdout}{done.stderr}")
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return done.stdout + done.stderr, time.monotonic() - began, cpu


def compare(one, other, pages):
    for path in pages:
        of_one, of_other = one.ask(path), other.ask(path)
        if of_one != of_other or of_one[0] != 200:
            raise SystemExit(
                f"follow: {path} differs: {one.name} {of_one[0]}, {len(of_one[1])} bytes; "
                f"{other.name} {of_other[0]}, {len(of_other[1])} bytes"
            )
    return len(pages)


def client(port):
    return boto3.client(
        "s3", endpoint_url=f"http://127.0.0.1:{port}", region_name="us-east-1", aws_access_key_id="van-quan", aws_secret_access_key=SECRET,
        config=botocore.config.Config(retries={"max_attempts": 1}, connect_timeout=2),
    )


def begin_store(host, port):
    """Starts a store, which may take a while to answer."""
    command = [Path(sys.executable).parent / "moto_server", "-H", host, "-p", str(port)]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def open_bucket(store):
    """Waits until a store answers, and makes its bucket."""

    def is_up():
        try:
            return bool(store.create_bucket(Bucket="kho"))
        except botocore.exceptions.BotoCoreError:
            return False

    until("the store is up", is_up)


def main():
    program, compared = os.path.realpath(sys.argv[1]), 0
    with tempfile.TemporaryDirectory(prefix="motcua-follow-") as folder:
        folder, running = Path(folder), []
        port = free_port()
        moto = begin_store("127.0.0.1", port)
        running.append(moto)
        store = client(port)

        try:
            open_bucket(store)
            (folder / "motcua.toml").write_text('[versions]\nstore = "s3://kho/van-quan"\npoll_seconds = 1\n')
            run(program, folder, None, "demo", "--data", "office")

            said, seconds, cpu = run(program, folder, port, "publish-version", "--data", "office")
            print(f"publish: {seconds:.1f} s, {cpu:.1f} s CPU: {said.strip().splitlines()[-1]}")
            office = Server(program, folder, "office", port)
            running.append(office.process)
        except BaseException:
            moto.kill()
            raise
        line = Line(port)
        nodes = []
        try:
            began = time.monotonic()
            near = Server(program, folder, "near", port)
            far = Server(program, folder, "far", line.port)
            nodes = [near, far]
            for node in nodes:
                until(f"{node.name} shows version 1", lambda node=node: node.version() == 1)
            print(f"two nodes show it after {time.monotonic() - began:.1f} s")
            for node in nodes:
                compared += compare(office, node, PAGES)

            said, seconds, _ = run(
                program, folder, port, "lock", "--period", "2023-11", "--report", "weekly", "--incomplete", "--data", "office"
            )
            assert "2023" in said, said
            for node in nodes:
                until(f"{node.name} shows the lock", lambda node=node: node.version() >= 2)
                compared += compare(office, node, PAGES)
            print(f"a lock goes with a version of its own ({seconds:.1f} s with its papers)")

            line.pause, line.passed = 0.1, 0
            held = far.version()
            run(program, folder, port, "build", "--force", "--data", "office")
            until("the far node downloads", lambda: line.passed > 3 << 20)
            far.kill()
            far.start()
            assert far.version() in (held, None) and far.status("/") == 200, "a node that was killed shows what it had"
            line.pause = 0
            until("the far node has it", lambda: far.version() and far.version() > held)
            until("the near node has it", lambda: near.version() == far.version())
            for node in nodes:
                compared += compare(office, node, PAGES)
            print("killed in a download: it showed what it had, and took the version when it was back")

            line.cut(True)
            held = far.version()
            run(program, folder, port, "publish-version", "--again", "--data", "office")
            until("the near node goes on", lambda: near.version() == held + 1)
            until("the far node says it may be old", far.is_old)
            assert far.version() == held and not near.is_old()
            compared += compare(near, far, DATA)
            line.cut(False)
            until("the far node is back", lambda: far.version() == held + 1 and not far.is_old())
            print("cut off: it showed what it had and said so, and caught up")

            number = near.version()
            whole = store.get_object(Bucket="kho", Key=f"van-quan/versions/{number:010}.json")["Body"].read()
            half = f"van-quan/versions/{number + 1:010}.json"
            store.put_object(Bucket="kho", Key=half, Body=whole[: len(whole) // 2])
            for node in nodes:
                until(f"{node.name} refuses half a version", node.is_old)
                assert node.version() == number
            run(program, folder, port, "publish-version", "--again", "--take-over", "--data", "office")
            for node in nodes:
                until(f"{node.name} goes on", lambda node=node: node.version() == number + 2 and not node.is_old())
            print("half a version: refused by both, until there was a whole one")

            number = near.version()
            run(program, folder, port, "build", "--force", "--data", "office")
            for node in nodes:
                until(f"{node.name} goes on", lambda node=node: node.version() > number)
            number = near.version()
            objects = store.list_objects_v2(Bucket="kho", Prefix="van-quan/objects/")["Contents"]
            for node in nodes:
                node.stop()
            newest = max(objects, key=lambda it: (it["Size"] > 1 << 20, it["LastModified"]))
            store.put_object(Bucket="kho", Key=newest["Key"], Body=b"0" * newest["Size"])
            fresh = Server(program, folder, "fresh", port)
            nodes.append(fresh)
            until("a new node refuses the damaged build", fresh.is_refusing)
            for node in nodes[:2]:
                node.start()
                assert node.version() == number
            run(program, folder, port, "publish-version", "--again", "--data", "office")
            for node in nodes:
                until(f"{node.name} goes on", lambda node=node: node.version() == number + 1 and not node.is_old())
                compared += compare(office, node, PAGES)
            print("a build of another digest: refused, until it was published again")

            office.stop()
            moto.kill()
            moto.wait()
            for node in nodes:
                until(f"{node.name} says it may be old", node.is_old)
            compared += compare(near, far, DATA)
            near.stop()
            near.start()
            assert near.status("/agencies") == 200 and near.version() == number + 1
            compared += compare(near, far, DATA)
            print("office and store are down: both nodes answer, one of them started anew")
            for path in folder.rglob("*"):
                if path.is_file() and SECRET.encode() in path.read_bytes():
                    raise SystemExit(f"follow: the key stands in {path}")
            assert SECRET.encode() not in near.ask("/metrics")[1]
        finally:
            for server in nodes + [office]:
                server.process.kill()
            moto.kill()
    print(f"{compared} câu trả lời: không khác")


if __name__ == "__main__":
    main()
