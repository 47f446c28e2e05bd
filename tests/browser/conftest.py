"""A server on the demo's data, and a browser on it. MOTCUA names the program; Chromium must be there."""

import os
import shutil
import subprocess
import time
import urllib.request

import pytest
from playwright.sync_api import sync_playwright

ADDRESS = "http://127.0.0.1:8699"
OFFICE = "http://127.0.0.1:8697"
PROGRAM = os.environ["MOTCUA"]


@pytest.fixture(scope="session")
def data(tmp_path_factory):
    data = tmp_path_factory.mktemp("data")
    subprocess.run([PROGRAM, "demo", "--data", data], check=True, capture_output=True)
    return data


def serve(data, address, *options):
    process = subprocess.Popen(
        [PROGRAM, "serve", "--data", data, "--listen", address.removeprefix("http://"), *options],
        stderr=subprocess.DEVNULL,
    )
    for _ in range(100):
        try:
            urllib.request.urlopen(address + "/readyz")
            break
        except OSError:
            time.sleep(0.1)
    return process


@pytest.fixture(scope="session")
def server(data):
    process = serve(data, ADDRESS)
    yield ADDRESS
    process.terminate()


@pytest.fixture(scope="session")
def office(data, tmp_path_factory):
    """The same data where one has to come in: `quantri`, `vanphong`, `anson` and `khach`, each with the password made for them."""
    own = tmp_path_factory.mktemp("office") / "data"
    shutil.copytree(data, own)
    roles = {"quantri": ["admin"], "vanphong": ["officer"], "anson": ["commune", "--agency", "06283"], "khach": ["viewer"]}
    for name, role in roles.items():
        add = [PROGRAM, "user", "add", name, "--data", own, "--password-stdin", "--role", *role]
        subprocess.run(add, input=f"{name} lan dau", text=True, check=True, capture_output=True)
    # The names of its communes are many other communes' too.
    config = own.parent / "motcua.toml"
    config.write_text('scope = "184"\n')
    process = serve(own, OFFICE, "--config", config)
    yield OFFICE
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
