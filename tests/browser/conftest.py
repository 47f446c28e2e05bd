"""A server on the demo's data, and a browser on it. MOTCUA names the program; Chromium must be there."""

import os
import shutil
import socket
import subprocess
import time
import urllib.request

import pytest
from playwright.sync_api import sync_playwright

PROGRAM = os.environ["MOTCUA"]


@pytest.fixture(scope="session")
def data(tmp_path_factory):
    data = tmp_path_factory.mktemp("data")
    subprocess.run([PROGRAM, "demo", "--data", data], check=True, capture_output=True)
    return data


def serve(data, *options):
    """Starts a server on a port that is free on this machine; returns its process and its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        listen = f"127.0.0.1:{free.getsockname()[1]}"
    process = subprocess.Popen(
        [PROGRAM, "serve", "--data", data, "--listen", listen, *options], stderr=subprocess.DEVNULL
    )
    # However busy the machine is: it is ready, or it has ended, or something is wrong.
    until = time.monotonic() + 120
    while process.poll() is None and time.monotonic() < until:
        try:
            urllib.request.urlopen(f"http://{listen}/readyz")
            return process, f"http://{listen}"
        except OSError:
            time.sleep(0.1)
    process.kill()
    pytest.fail(f"the server was not ready: exit code {process.wait()}")


@pytest.fixture(scope="session")
def server(data):
    process, address = serve(data)
    yield address
    process.terminate()


@pytest.fixture(scope="session")
def office(tmp_path_factory):
    """The same exports as an office's own, which others may be added to, where one has to come in: `quantri`, `vanphong`, `anson` and `khach`, each with the password made for them."""
    own = tmp_path_factory.mktemp("office") / "data"
    samples = own.parent / "samples"
    subprocess.run([PROGRAM, "sample", "--out", samples], check=True, capture_output=True)
    subprocess.run([PROGRAM, "ingest", "--data", own, *sorted(samples.iterdir())], check=True, capture_output=True)
    roles = {"quantri": ["admin"], "vanphong": ["officer"], "anson": ["commune", "--agency", "06283"], "khach": ["viewer"]}
    for name, role in roles.items():
        add = [PROGRAM, "user", "add", name, "--data", own, "--password-stdin", "--role", *role]
        subprocess.run(add, input=f"{name} lan dau", text=True, check=True, capture_output=True)
    # The names of its communes are many other communes' too.
    config = own.parent / "motcua.toml"
    config.write_text('scope = "184"\n')
    process, address = serve(own, "--config", config)
    yield address
    process.terminate()


def come_in(page, name):
    """Logs in; whoever is new chooses a password first."""
    page.goto("/login")
    for password in [f"{name} cua rieng toi", f"{name} lan dau"]:
        page.get_by_label("Tên đăng nhập").fill(name)
        page.get_by_label("Mật khẩu").fill(password)
        page.get_by_role("button", name="Đăng nhập").click()
        if not page.url.endswith("/login"):
            break
    if page.url.endswith("/account"):
        page.get_by_label("Mật khẩu đang dùng").fill(password)
        page.get_by_label("Mật khẩu mới, từ 10 ký tự").fill(f"{name} cua rieng toi")
        page.get_by_label("Mật khẩu mới, lần nữa").fill(f"{name} cua rieng toi")
        page.get_by_role("button", name="Đổi mật khẩu").click()


@pytest.fixture
def office_page(office, browser):
    page = browser.new_page(base_url=office, viewport={"width": 1280, "height": 900}, accept_downloads=True)
    yield page
    page.close()


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        program = shutil.which("chromium") or shutil.which("chromium-browser")
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def page(server, browser):
    """A page of an office's screen; whatever it logs as an error fails the test."""
    page = browser.new_page(base_url=server, viewport={"width": 1280, "height": 900}, accept_downloads=True)
    errors = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    yield page
    page.close()
    assert errors == []
