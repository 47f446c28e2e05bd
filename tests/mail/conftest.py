"""A real mail server (aiosmtpd) that speaks TLS and asks for a password. MOTCUA names the program."""

import asyncio
import os
import ssl
import subprocess
import threading

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult

USER, PASSWORD = b"baocao", "mat-khau-bi-mat"


class Office:
    """Keeps what it takes; holds its answer for as long as a test wants."""

    def __init__(self):
        self.taken = []
        self.came = threading.Event()
        self.go_on = threading.Event()
        self.go_on.set()

    async def handle_DATA(self, server, session, envelope):
        assert session.ssl is not None and session.authenticated
        self.taken.append((envelope.rcpt_tos, envelope.content))
        self.came.set()
        while not self.go_on.is_set():
            await asyncio.sleep(0.05)
        return "250 taken"


class Guarded(Controller):
    def __init__(self, handler, context):
        super().__init__(handler, hostname="127.0.0.1", port=0)
        self.context = context

    def factory(self):
        return SMTP(
            self.handler,
            require_starttls=True,
            tls_context=self.context,
            auth_required=True,
            authenticator=lambda *asked: AuthResult(
                # Not handled: the server says itself that it was wrong.
                success=asked[-1].login == USER and asked[-1].password == PASSWORD.encode(),
                handled=False,
            ),
        )

    def _trigger_server(self):
        # Port 0 is any: the self-test must knock at the one that was given.
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@pytest.fixture
def office(tmp_path):
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
        + ["-addext", "subjectAltName=DNS:localhost", "-addext", "basicConstraints=critical,CA:FALSE"]
        + ["-keyout", key, "-out", certificate],
        check=True,
        capture_output=True,
    )
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, key)
    handler = Office()
    controller = Guarded(handler, context)
    controller.start()
    handler.port, handler.certificate = controller.port, certificate
    yield handler
    handler.go_on.set()
    controller.stop()


@pytest.fixture(scope="session")
def demo(tmp_path_factory):
    data = tmp_path_factory.mktemp("data")
    subprocess.run([os.environ["MOTCUA"], "demo", "--data", data], check=True, capture_output=True)
    return data


@pytest.fixture
def desk(office, demo, tmp_path):
    """The program with a weekly report, on the demo's data; as if it were another time."""
    for left in demo.glob("state.sqlite*"):
        left.unlink()
    settings = tmp_path / "motcua.toml"
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
formats = ["docx", "xlsx"]
to = [{{ name = "Chủ tịch UBND huyện", mail = "chutich@vanquan.example" }}]
""",
        encoding="utf-8",
    )

    def start(time, password=PASSWORD, trusted=True):
        environment = dict(os.environ, MAIL_PASSWORD=password)
        if trusted:
            environment["SSL_CERT_FILE"] = str(office.certificate)
        command = [os.environ["MOTCUA"], "--config", settings, "run-due", "--data", demo, "--at", time]
        return subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)

    # First seen on Sunday: what was due before is not caught up.
    assert start("2023-12-31T12:00:00").wait() == 0
    return start
