"""WCAG 2.2 AA on every kind of page, on a screen and on a phone."""

import pytest
from axe_playwright_python.sync_playwright import Axe

PAGES = [
    "/",
    "/?grid=weeks&rule=timestamp",
    "/?published=1",
    "/?period=2030",
    "/agencies",
    "/agencies/06283",
    "/indicators",
    "/indicators/on_time_rate",
    "/indicators/update_count",
    "/dossiers",
    "/dossiers/000.26.18.H37-230104-00282",
    "/scorecards/766?period=2026-08&agency=H44.104",
    "/scorecards/766/simulation?period=2026-08&agency=H44.104",
    "/scorecards/cchc_van_quan_2023",
    "/compare",
    "/compare?agency=06283",
    "/checks",
    "/checks/received_on_a_day_off",
    "/sources",
    "/api",
    "/?period=2023-W52",
    "/card",
    "/changes?period=2023-W52",
    "/meeting",
    "/meeting?step=2",
    "/reports",
    "/scorecards",
    "/locks",
    "/urgings",
    "/login",
    "/nowhere",
]
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}}

SMALL_LETTERS = """[...document.querySelectorAll('svg text')].filter(text => text.getBoundingClientRect().width).flatMap(text => {
    const svg = text.ownerSVGElement, scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width
    const size = parseFloat(text.getAttribute('font-size')) * scale
    return size < 9 ? [`${text.textContent.trim()}: ${size}`] : []
})"""


@pytest.fixture
def any_page(server, browser):
    """A page whose errors do not matter: one of them is not there."""
    page = browser.new_page(base_url=server)
    yield page
    page.close()


@pytest.mark.parametrize("address", PAGES)
def test_axe_finds_nothing_and_a_phone_scrolls_down_only(any_page, address):
    any_page.set_viewport_size({"width": 360, "height": 800})
    any_page.goto(address)
    assert any_page.evaluate("document.documentElement.scrollWidth") <= 360
    any_page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    for width in [360, 1280]:
        any_page.set_viewport_size({"width": width, "height": 800})
        found = Axe().run(any_page, options=RULES).response["violations"]
        small = any_page.evaluate(SMALL_LETTERS)
        assert small == [], f"{width} pixels wide: letters of a picture under nine pixels"
        told = [f"{one['id']}: {one['help']}: {[node['target'] for node in one['nodes']][:3]}" for one in found]
        assert told == [], f"{width} pixels wide"
