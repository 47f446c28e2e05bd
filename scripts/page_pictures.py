"""Takes a picture of every page on a phone, on an office's screen, in the dark and on paper; page_pictures.sh says with what.

Each picture is for somebody to look at. What a program can tell is told: a page that scrolls sideways, text that runs out of its box.
With an index they are small WebP pictures of the head of each page, and the index shows them.
"""

import base64
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

from conftest import PROGRAM, come_in, serve
from playwright.sync_api import sync_playwright

PAGES = {
    "overview-year": "/?period=2023",
    "overview-month": "/?period=2023-12",
    "overview-week": "/?period=2023-W50",
    "overview-published": "/?period=2026-08&published=1",
    "overview-empty": "/?period=2031",
    "card": "/card?period=2023-12",
    "changes": "/changes?period=2023-12",
    "meeting": "/meeting?period=2023-12",
    "agencies": "/agencies?period=2023",
    "agency": "/agencies/06283?period=2023",
    "agencies-find": "/agencies?q=hoa",
    "indicators": "/indicators?period=2023",
    "indicator": "/indicators/on_time_rate?period=2023",
    "indicator-count": "/indicators/overdue_open?period=2023",
    "scorecard": "/scorecards",
    "handling": "/handling?period=2023",
    "due": "/due",
    "compare": "/compare?period=2026-08",
    "compare-agency": "/compare?period=2023-12&agency=06283",
    "dossiers": "/dossiers?period=2023&agency=06283",
    "dossiers-none": "/dossiers?period=2023&code=khong-co",
    "dossier": "/dossiers/{dossier}?period=2023",
    "checks": "/checks?period=2023",
    "check": "/checks/{check}?period=2023",
    "sources": "/sources",
    "locks": "/locks?period=2023-11",
    "urgings": "/urgings",
    "reports": "/reports",
    "work": "/work",
    "describe": "/sources/describe",
    "described": None,
    "account": "/account",
    "admin": "/admin",
    "health": "/admin/health",
    "sending": "/admin/sending",
    "periods": "/periods",
    "first-run": None,
    "api": "/api",
    "not-found": "/dossiers/khong-co",
    "bad-request": "/dossiers?period=2023&due_from=x",
}
# Of the commune, whose samples have a table of points and dossiers that fall due.
OF_COMMUNE = {
    "simulation": "/scorecards/766/simulation?period=2026-11&agency=06253&change.progress_766=30",
    "due-commune": "/due",
}
# Text that runs out of the box that is cut to it, and what makes a page wider than its window.
OUTSIDE = """() => {
  const width = document.documentElement.clientWidth, told = [];
  if (document.documentElement.scrollWidth > width) told.push(`scrolls sideways: ${document.documentElement.scrollWidth} > ${width}`);
  for (const one of document.querySelectorAll("body *")) {
    const box = one.getBoundingClientRect(), style = getComputedStyle(one);
    if (!box.width || style.visibility === "hidden" || one.closest(".scroll, .unseen, .skip, svg, pre")) continue;
    if (box.right > width + 1) told.push(`${one.tagName}.${one.className} ends at ${Math.round(box.right)}`);
    if (style.overflowX === "hidden" && one.scrollWidth > one.clientWidth + 1) told.push(`${one.tagName}.${one.className} cuts its text`);
  }
  return told.slice(0, 5);
}"""
BOOK = (
    "Số vào sổ;Nơi làm;Tình hình;Ngày vào sổ;Phải xong trước;Xong ngày;Nơi cất;Họ tên người nộp\n"
    "VS-1001;Xã An Sơn;Đã trả kết quả;01/12/2023;05/12/2023;04/12/2023;Kho A, ngăn 12;Nguyễn Văn Bịa\n"
    "VS-1002;Xã An Sơn;treo máy;01/12/2023;05/12/2023;06/12/2023;Kho A, ngăn 13;Trần Thị Bịa\n"
)


# What a look is called where the pictures are shown, and how many pixels from the top are kept there.
SHOWN = {"phone": ("360 px", 1500), "screen": ("1280 px", 1150), "dark": ("dark", 1150), "print": ("print", 1075)}
QUALITY = 26


def take_small(page, path, height):
    """Chromium writes WebP itself; the head of a long page says how it looks."""
    size = page.evaluate("[document.documentElement.clientWidth, document.documentElement.scrollHeight]")
    clip = {"x": 0, "y": 0, "width": size[0], "height": min(size[1], height), "scale": 1}
    asked = {"format": "webp", "quality": QUALITY, "captureBeyondViewport": True, "clip": clip}
    session = page.context.new_cdp_session(page)
    path.write_bytes(base64.b64decode(session.send("Page.captureScreenshot", asked)["data"]))
    session.detach()


def write_index(index, pictures, paths):
    lines = [
        "# Pages",
        "",
        "Every page in its four looks, of the demo's data; of a long page its head. This file and the pictures are made by",
        "`scripts/page_pictures.sh --index docs/pages.md ./motcua docs/images/pages`. Dates and files in forms are drawn by the browser in its own language.",
        "",
    ]
    where = os.path.relpath(pictures, index.parent)
    for name, path in paths.items():
        lines += [f"## `{path.split('?file=')[0]}`", "", "| " + " | ".join(said for said, _ in SHOWN.values()) + " |", "|---|---|---|---|"]
        shown = [f'<img src="{where}/{name}-{look}.webp" width="220" alt="{path.split("?file=")[0]}: {said}">' for look, (said, _) in SHOWN.items()]
        lines += ["| " + " | ".join(shown) + " |", ""]
    index.write_text("\n".join(lines).rstrip() + "\n", encoding="utf-8")


def addresses(page):
    """Fills in what only the data tell: a dossier and a check that found something."""
    page.goto("/dossiers?period=2023&agency=06283")
    dossier = page.locator("tbody td.code a").first.inner_text()
    page.goto("/checks?period=2023")
    check = page.locator("main a[href^='/checks/']").first.get_attribute("href").split("/")[2].split("?")[0]
    return {name: path and path.format(dossier=dossier, check=check) for name, path in PAGES.items()}


def serve_new(folder):
    """Serves a data folder with nothing in it; returns the process and the address of the page of its first run."""
    (folder / "motcua.toml").write_text("")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        listen = f"127.0.0.1:{free.getsockname()[1]}"
    words = ["serve", "--data", folder / "data", "--listen", listen, "--config", folder / "motcua.toml"]
    process = subprocess.Popen([PROGRAM, *words], cwd=folder, stderr=subprocess.PIPE, text=True)
    # It says so as soon as it can be reached.
    next(line for line in process.stderr if "http://" in line)
    return process, (folder / "data" / "first-run.txt").read_text().strip()


def describe_book(page, folder):
    book = folder / "so-2023-12-31.csv"
    book.write_text(BOOK, encoding="utf-8")
    page.goto("/sources/describe")
    page.locator("input[type=file]").set_input_files(book)
    page.get_by_role("button", name="Xem các cột").click()
    page.wait_for_url("**/sources/describe?file=*")
    return page.url.split("/", 3)[3]


def main(folder_of_pictures, index, only):
    pictures = Path(folder_of_pictures).absolute()
    pictures.mkdir(parents=True, exist_ok=True)
    for old in pictures.glob("*.webp") if index and not only else []:
        old.unlink()
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as playwright:
        folder = Path(temporary)
        data, config = folder / "data", folder / "motcua.toml"
        config.write_text('scope = "184"\n')
        subprocess.run([PROGRAM, "demo", "--data", data], check=True, capture_output=True)
        add = [PROGRAM, "user", "add", "quantri", "--role", "admin", "--password-stdin", "--data", data]
        subprocess.run(add, input="quantri lan dau", text=True, check=True, capture_output=True)
        chromium = shutil.which("chromium") or shutil.which("chromium-browser")
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        subprocess.run([PROGRAM, "lock", "--period", "2023-11", "--data", data, "--config", config], check=True, capture_output=True)
        process, address = serve(data, "--config", config)
        commune, of_commune = serve(data / "xa-2026")
        (folder / "new").mkdir()
        new, first_run = serve_new(folder / "new")
        faults = 0
        try:
            context = browser.new_context(base_url=address, locale="vi-VN")
            # However busy the machine is.
            context.set_default_timeout(180_000)
            page = context.new_page()
            page.goto("/login")
            page.set_viewport_size({"width": 360, "height": 760})
            if not index:
                page.screenshot(path=pictures / "login-phone.png", full_page=True)
            page.set_viewport_size({"width": 1280, "height": 900})
            come_in(page, "quantri")
            paths = addresses(page)
            paths["first-run"] = "/start"
            paths["described"] = "/" + describe_book(page, folder)
            paths |= OF_COMMUNE
            looks = {
                "phone": (360, 760, {"color_scheme": "light", "media": "screen"}),
                "screen": (1280, 900, {"color_scheme": "light", "media": "screen"}),
                "dark": (1280, 900, {"color_scheme": "dark", "media": "screen"}),
                "print": (760, 1075, {"color_scheme": "light", "media": "print"}),
            }
            for look, (width, height, media) in looks.items():
                page.set_viewport_size({"width": width, "height": height})
                page.emulate_media(**media)
                for name, path in paths.items():
                    if only and name not in only:
                        continue
                    page.goto(first_run if name == "first-run" else of_commune + path if name in OF_COMMUNE else path)
                    page.evaluate("document.fonts.ready")
                    if index:
                        take_small(page, pictures / f"{name}-{look}.webp", SHOWN[look][1])
                    else:
                        page.screenshot(path=pictures / f"{name}-{look}.png", full_page=True)
                    told = page.evaluate(OUTSIDE)
                    faults += len(told)
                    for one in told:
                        print(f"{name} {look}: {one}")
            if index and not only:
                write_index(Path(index).absolute(), pictures, paths)
        finally:
            process.terminate()
            commune.terminate()
            new.terminate()
            browser.close()
    print(f"{pictures}: {faults} faults told")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(os.environ["PICTURES"], os.environ.get("INDEX"), set(sys.argv[1:])))
