"""People log in at a real server (oidc-provider) through its pages and ours. MOTCUA names the program, OIDC_SERVER the server's script."""

import html.parser
import http.cookiejar
import os
import secrets
import socket
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request

import pytest

PROGRAM = os.environ["MOTCUA"]
SECRET = secrets.token_hex(16)


class Page(html.parser.HTMLParser):
    """The first form of a page, and its links."""

    def __init__(self, address, text):
        super().__init__()
        self.address, self.text, self.action, self.fields, self.links = address, text, None, {}, []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        named = dict(attributes)
        if tag == "form" and self.action is None:
            self.action = named.get("action") or self.address
        elif tag == "input" and named.get("name") and self.action:
            self.fields.setdefault(named["name"], named.get("value") or "")
        elif tag == "a" and named.get("href"):
            self.links.append(named["href"])


class Browser:
    """Keeps cookies and follows redirects, as browsers do; fills forms in."""

    def __init__(self):
        self.cookies = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))
        self.status = None

    def open(self, address, fields=None):
        origin = "{0.scheme}://{0.netloc}".format(urllib.parse.urlsplit(address))
        data = urllib.parse.urlencode(fields).encode() if fields is not None else None
        request = urllib.request.Request(address, data, {"Origin": origin} if data else {})
        try:
            answer = self.opener.open(request)
        except urllib.error.HTTPError as refused:
            answer = refused
        self.status = answer.status
        return Page(answer.url, answer.read().decode())

    def send(self, page, **fields):
        return self.open(urllib.parse.urljoin(page.address, page.action), {**page.fields, **fields})

    def log_in(self, office, name):
        """From our login page by the button to the other server, and wherever that leads."""
        login = self.open(f"{office}/login?next=%2Fdossiers")
        button = [link for link in login.links if "/login/oidc" in link]
        assert len(button) == 1, login.links
        page = self.open(button[0])
        assert "/interaction/" in page.address, page.text
        page = self.send(page, login=name, password="khong ai hoi")
        while "/interaction/" in page.address:
            page = self.send(page)
        return page


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@pytest.fixture(scope="module")
def identity():
    """The server, where it sends people back to, and its process."""
    office = f"http://127.0.0.1:{free_port()}"
    environment = dict(os.environ, SECRET=SECRET, REDIRECT=f"{office}/login/oidc/callback")
    command = ["node", os.environ["OIDC_SERVER"]]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    issuer = process.stdout.readline().strip()
    assert issuer.startswith("http://127.0.0.1:"), process.wait()
    yield issuer, office, process
    process.kill()
    process.wait()


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    folder = tmp_path_factory.mktemp("office")
    samples, data = folder / "samples", folder / "data"
    subprocess.run([PROGRAM, "sample", "--out", samples], check=True, capture_output=True)
    subprocess.run([PROGRAM, "ingest", "--data", data, *sorted(samples.iterdir())], check=True, capture_output=True)
    add = [PROGRAM, "user", "add", "quantri", "--role", "admin", "--data", data, "--password-stdin"]
    subprocess.run(add, input="mot mat khau rieng", text=True, check=True, capture_output=True)
    return data


@pytest.fixture(scope="module")
def office(identity, data):
    issuer, address, _ = identity
    settings = data.parent / "motcua.toml"
    settings.write_text(
        f"""
[serve]
public_url = "{address}"

[http]
allow_private = ["127.0.0.1"]

[login.oidc]
issuer = "{issuer}"
client_id = "motcua"
client_secret = {{ env = "OIDC_SECRET" }}
scopes = ["profile", "groups"]

[[login.oidc.group]]
name = "motcua-van-phong"
role = "officer"

[[login.oidc.group]]
name = "motcua-an-son"
role = "commune"
agency = "06283"
""",
        encoding="utf-8",
    )
    environment = dict(os.environ, OIDC_SECRET=SECRET)
    options = ["--config", settings, "--data", data]
    doctor = subprocess.run([PROGRAM, "doctor", *options], env=environment, capture_output=True, text=True)
    assert f"{issuer} trả lời đúng tên" in doctor.stdout, doctor.stdout + doctor.stderr
    listen = ["--listen", address.removeprefix("http://")]
    process = subprocess.Popen([PROGRAM, "serve", *options, *listen], env=environment, stderr=subprocess.DEVNULL)
    until = time.monotonic() + 120
    while True:
        try:
            urllib.request.urlopen(f"{address}/readyz")
            break
        except OSError:
            assert process.poll() is None and time.monotonic() < until, "the server was not ready"
            time.sleep(0.1)
    yield address
    process.terminate()
    process.wait()


def status_of(browser, address):
    browser.open(address)
    return browser.status


def test_an_officer_logs_in_sees_what_an_officer_sees_and_leaves(office):
    browser = Browser()
    page = browser.log_in(office, "lan")
    assert (browser.status, page.address) == (200, f"{office}/dossiers"), page.text
    assert status_of(browser, f"{office}/sources") == 200
    assert status_of(browser, f"{office}/admin") == 403
    account = browser.open(f"{office}/account")
    assert "lan" in account.text and account.action == "/logout"
    browser.send(account)
    assert browser.open(f"{office}/dossiers").address.startswith(f"{office}/login?next=")


def test_a_commune_sees_its_own_and_nothing_of_the_office(office):
    browser = Browser()
    page = browser.log_in(office, "anson")
    assert (browser.status, page.address) == (200, f"{office}/dossiers"), page.text
    assert status_of(browser, f"{office}/sources") == 403
    assert "Xã An Sơn" in browser.open(f"{office}/account").text


def test_who_is_in_no_group_of_ours_is_told_so_and_is_not_in(office):
    browser = Browser()
    page = browser.log_in(office, "ketoan")
    assert browser.status == 403
    assert "không thuộc nhóm nào được vào motcua" in page.text and "quản trị" in page.text
    assert browser.open(f"{office}/dossiers").address.startswith(f"{office}/login?next=")


def test_an_answer_brought_by_another_browser_lets_nobody_in(office):
    sent = Browser()
    login = sent.open(f"{office}/login")
    (button,) = [link for link in login.links if "/login/oidc" in link]
    page = sent.send(sent.open(button), login="lan", password="khong ai hoi")

    class Stopped(urllib.request.HTTPRedirectHandler):
        """Sees the answer pass by, and takes it instead of its browser."""

        def redirect_request(self, request, body, code, message, headers, address):
            if "/login/oidc/callback" in address:
                raise InterruptedError(address)
            return super().redirect_request(request, body, code, message, headers, address)

    cookies = urllib.request.HTTPCookieProcessor(sent.cookies)
    sent.opener = urllib.request.build_opener(cookies, Stopped())
    with pytest.raises(InterruptedError) as taken:
        while True:
            page = sent.send(page)
    thief = Browser()
    page = thief.open(str(taken.value))
    assert thief.status == 403 and "trình duyệt hoặc thẻ khác" in page.text
    assert thief.open(f"{office}/dossiers").address.startswith(f"{office}/login?next=")


def test_nothing_of_it_lies_in_the_data_but_the_names(office, data):
    for file in data.rglob("*"):
        if file.is_file() and file.suffix in {".sqlite", ".sqlite-wal", ".log"}:
            kept = file.read_bytes()
            assert SECRET.encode() not in kept and b"eyJ" not in kept, file


def test_a_server_that_is_down_is_told_of_and_a_password_lets_in(office, identity, data):
    """The last one: the server is gone from here on."""
    _, _, process = identity
    process.kill()
    process.wait()
    options = ["--config", data.parent / "motcua.toml", "--data", data]
    environment = dict(os.environ, OIDC_SECRET=SECRET)
    doctor = subprocess.run([PROGRAM, "doctor", *options], env=environment, capture_output=True, text=True)
    assert "không dùng được máy chủ định danh" in doctor.stdout and doctor.returncode != 0
    # What the server told of itself is still known: one is sent there, and nobody is there.
    with pytest.raises(urllib.error.URLError):
        Browser().log_in(office, "lan")
    browser = Browser()
    login = browser.open(f"{office}/login")
    # A password that somebody else made is to be changed first.
    changing = browser.send(login, name="quantri", password="mot mat khau rieng")
    assert (browser.status, changing.address) == (200, f"{office}/account"), changing.text
    assert "quantri" in changing.text
