"""Takes the pictures of the guides, each of what somebody sees who follows them; guide_pictures.sh says with what."""

import html
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from conftest import PROGRAM, come_in, serve
from playwright.sync_api import sync_playwright

IMAGES = Path("docs/images").absolute()
# What a guide can carry.
LARGEST = 150_000
TERMINAL = """<meta charset="utf-8"><style>body{{margin:0;background:#fff;font:15px/1.45 "Noto Sans Mono","Noto Mono","DejaVu Sans Mono",monospace}}
pre{{margin:12px;padding:14px 18px;border-radius:8px;background:#1d2733;color:#e8edf2;white-space:pre-wrap}}b{{color:#8fd18f}}</style>
<pre><b>$ {line}</b>\n{said}</pre>"""


def keep(page, name, height=None, only=None):
    page.evaluate("document.fonts.ready")
    path = IMAGES / f"{name}.png"
    if only:
        page.locator(only).screenshot(path=path)
    else:
        take(page, path, height)
    size = path.stat().st_size
    assert size <= LARGEST, f"{path} is {size} bytes"
    print(f"{path}: {size} bytes")


def take(page, path, height):
    clip = {"x": 0, "y": 0, "width": page.viewport_size["width"], "height": height} if height else None
    page.screenshot(path=path, full_page=True, clip=clip)


def terminal(browser, name, line, folder, shown):
    """Runs a line, and shows it as it was typed and what it said."""
    done = subprocess.run([PROGRAM, *line], text=True, capture_output=True, cwd=folder)
    said = done.stdout + done.stderr
    for path, word in shown.items():
        said = said.replace(str(path), word)
    said = re.sub(r"[\r\x1b][^\n]*\n?", "", said)
    typed = "motcua " + " ".join(shown.get(part, str(part)) for part in line)
    page = browser.new_page(viewport={"width": 1000, "height": 200})
    page.set_content(TERMINAL.format(line=html.escape(typed), said=html.escape(said)))
    keep(page, name)
    page.close()


def main():
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as playwright:
        folder = Path(temporary)
        chromium = shutil.which("chromium") or shutil.which("chromium-browser")
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        new, data, vault = folder / "moi", folder / "motcua", folder / "o-sao-luu"
        shown = {new: "/var/lib/motcua", data: "/var/lib/motcua", vault: "/mnt/o-sao-luu"}
        add = [PROGRAM, "user", "add", "quantri", "--role", "admin", "--password-stdin", "--data"]
        for where in [new, data]:
            if where == data:
                subprocess.run([PROGRAM, "demo", "--data", data], check=True, capture_output=True)
            subprocess.run([*add, where], input="quantri lan dau", text=True, check=True, capture_output=True)
        terminal(browser, "cai-dat-doctor", ["doctor", "--data", new], folder, shown)

        vault.mkdir()
        config = folder / "motcua.toml"
        config.write_text(f'scope = "184"\n[backup]\nfolder = "{vault}"\nat = "01:30"\n')
        terminal(browser, "sao-luu-lenh", ["backup", vault, "--prove", "--data", data], folder, shown)

        # Pages show the path they are served from.
        os.chdir(folder)
        process, address = serve(data.name, "--config", config)
        try:
            page = browser.new_page(base_url=address, viewport={"width": 1000, "height": 700})
            page.goto("/login")
            keep(page, "lan-dau-dang-nhap", 420)
            come_in(page, "quantri")
            page.goto("/sources")
            keep(page, "lan-dau-du-lieu", 760)
            page.goto("/admin/health")
            keep(page, "lan-dau-suc-khoe", 900)
            page.goto("/admin")
            keep(page, "sao-luu-thiet-dat", only="#thiet-dat")
        finally:
            process.terminate()
        browser.close()


if __name__ == "__main__":
    main()
