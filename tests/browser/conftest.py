"""A server on the demo's data, and a browser on it. MOTCUA names the program; Chromium must be there."""

import os
import shutil
import subprocess
import time
import urllib.request

import pytest
from playwright.sync_api import sync_playwright

ADDRESS = "http://127.0.0.1:8699"


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    data = tmp_path_factory.mktemp("data")
    program = os.environ["MOTCUA"]
    subprocess.run([program, "demo", "--data", data], check=True, capture_output=True)
    process = subprocess.Popen(
        [program, "serve", "--data", data, "--listen", ADDRESS.removeprefix("http://")],
        stderr=subprocess.DEVNULL,
    )
    for _ in range(100):
        try:
            urllib.request.urlopen(ADDRESS + "/readyz")
            break
        except OSError:
            time.sleep(0.1)
    yield ADDRESS
    process.terminate()


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
