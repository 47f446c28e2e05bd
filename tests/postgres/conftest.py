"""A real PostgreSQL that `scripts/postgres.sh` started, and machines of one office whose state lies in it. MOTCUA names the program."""

import contextlib
import importlib.util
import os
import re
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from pathlib import Path

import pytest

# The mail server of the tests of mail.
found = importlib.util.spec_from_file_location("mail", Path(__file__).parent.parent / "mail" / "conftest.py")
mail = importlib.util.module_from_spec(found)
found.loader.exec_module(mail)
demo, office = mail.demo, mail.office
PASSWORD, USER = mail.PASSWORD, mail.USER

SERVER = os.environ["STATE_SERVER"]


def wait_until(is_so, tries=100):
    """Asks again and again until it is so; fails where it never is."""
    for _ in range(tries):
        if is_so():
            return
        time.sleep(0.1)
    raise AssertionError("it never was so")


class Postgres:
    """The server: asked, stopped and started."""

    def run(self, *command):
        account = os.environ["PG_ACCOUNT"]
        of_account = ["runuser", "-u", account, "--"] if os.geteuid() == 0 else []
        folder = ["--silent", f"--pgdata={os.environ['PG_DATA']}"]
        command = of_account + [f"{os.environ['PG_BINARIES']}/pg_ctl", *command, *folder]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, timeout=60)

    def stop(self):
        self.run("stop", "--mode=fast")

    def start(self):
        # As it was started the first time.
        options = Path(os.environ["PG_DATA"], "postmaster.opts").read_text()
        given = " ".join(re.findall(r'"(-[pc]|[a-z_]+=[^"]+|\d+)"', options))
        self.run("start", "--wait", f"--log={os.environ['PG_LOG']}", f"--options={given}")

    def freeze(self, signal):
        """Stops the server and all its processes as they are, or lets them go on."""
        first = Path(os.environ["PG_DATA"], "postmaster.pid").read_text().split()[0]
        children = Path(f"/proc/{first}/task/{first}/children").read_text().split()
        subprocess.run(["kill", f"-{signal}", first, *children], check=True)

    @contextlib.contextmanager
    def encrypting(self, certificate):
        """Speaks TLS by a certificate of `localhost` and its key beside it."""
        folder = Path(os.environ["PG_DATA"])
        for name, source in [("server.crt", certificate), ("server.key", certificate.with_name("key.pem"))]:
            shutil.copyfile(source, folder / name)
            shutil.chown(folder / name, os.environ["PG_ACCOUNT"])
            (folder / name).chmod(0o600)
        self.ask("alter system set ssl = on")
        self.run("reload")
        wait_until(lambda: self.ask("show ssl") == "on")
        try:
            yield
        finally:
            self.ask("alter system reset ssl")
            self.run("reload")

    def ask(self, sql):
        command = [f"{os.environ['PG_BINARIES']}/psql", SERVER, "-qAt", "-v", "ON_ERROR_STOP=1", "-c", sql]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


class OfficeMachine:
    """One machine: a data folder of its own, and the program."""

    def __init__(self, data, settings):
        self.data, self.settings, self.serving = data, settings, None

    def begin(self, *words, sends_to=None, **more):
        environment = dict(os.environ, MOTCUA_STATE_SERVER=SERVER, MAIL_PASSWORD=PASSWORD)
        if sends_to:
            environment["SSL_CERT_FILE"] = str(sends_to.certificate)
        command = [os.environ["MOTCUA"], "--config", self.settings, *words, "--data", self.data]
        return subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.PIPE, text=True, **more
        )

    def run(self, *words, told="", **more):
        process = self.begin(*words, **more)
        said = process.communicate(told, timeout=120)[0]
        assert "mat-khau-pg" not in said, "a secret is told"
        return process.returncode, said

    def done(self, *words, **more):
        code, said = self.run(*words, **more)
        assert code == 0, said
        return said

    def serve(self):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.serving = self.begin("serve", "--listen", f"127.0.0.1:{port}")
        address = f"http://127.0.0.1:{port}"
        for _ in range(600):
            try:
                urllib.request.urlopen(f"{address}/login", timeout=5)
                return address
            except urllib.error.HTTPError:
                return address
            except OSError:
                assert self.serving.poll() is None, self.serving.communicate()[0]
                time.sleep(0.1)
        raise AssertionError("it does not serve")

    def stop(self):
        if self.serving:
            self.serving.kill()
            self.serving.communicate()


class Browser:
    """Keeps its cookies and takes them to every machine, as behind one name."""

    def __init__(self):
        self.jar = {}

    def open(self, address, form=None):
        data = urllib.parse.urlencode(form).encode() if form else None
        request = urllib.request.Request(address, data=data)
        request.add_header("Origin", "/".join(address.split("/")[:3]))
        request.add_header("Cookie", "; ".join(f"{name}={value}" for name, value in self.jar.items()))
        try:
            answer = urllib.request.build_opener(Unled()).open(request, timeout=60)
        except urllib.error.HTTPError as error:
            answer = error
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, value = line.split(";")[0].split("=", 1)
            self.jar[name] = value
        return answer.status, answer.headers.get("Location", ""), answer.read().decode()


class Unled(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


@pytest.fixture
def postgres():
    return Postgres()


@pytest.fixture
def schema(postgres):
    name = f"o{uuid.uuid4().hex[:12]}"
    yield name
    postgres.ask(f'drop schema if exists "{name}" cascade')


@pytest.fixture
def machines(demo, office, tmp_path):
    """Makes machines of one office, on copies of the demo's data."""
    made = []

    def make(name):
        data = tmp_path / name
        shutil.copytree(demo, data, ignore=shutil.ignore_patterns("state.sqlite*", "state-server.*", "has-users.txt", "machine-id.txt"))
        settings = tmp_path / f"{name}.toml"
        settings.write_text(
            f"""
[mail]
host = "localhost"
port = {office.port}
tls = "starttls"
user = "{USER.decode()}"
password = {{ env = "MAIL_PASSWORD" }}
from = "Văn phòng UBND huyện Văn Quan <baocao@vanquan.example>"

[[schedule]]
id = "tuan"
report = "weekly"
cron = "0 7 * * 1"
period = "week_before"
formats = ["docx"]
to = [{{ name = "Chủ tịch UBND huyện", mail = "chutich@vanquan.example" }}]
""",
            encoding="utf-8",
        )
        made.append(OfficeMachine(data, settings))
        return made[-1]

    yield make
    for machine in made:
        machine.stop()
