"""What a newcomer asks on Monday, answered by clicking from the first page."""

import re


def test_who_is_under_90_percent_why_and_which_dossiers(page):
    page.goto("/")
    assert page.locator(".answer").first.inner_text().startswith("1 trên 17")
    page.get_by_role("link", name="Xã An Sơn").first.click()
    assert page.locator("h1").inner_text() == "Xã An Sơn"
    first = page.locator(".dragging tbody tr").first
    assert "Cấp bản sao trích lục hộ tịch" in first.inner_text() and "3,96" in first.inner_text()
    page.get_by_role("link", name=re.compile("Tất cả 93 hồ sơ")).click()
    assert page.locator("h1").inner_text().endswith(": 93")
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    lines = download.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 1 + 93
    page.locator(".dossiers tbody a").first.click()
    assert "Các lần xuất" in page.inner_text("main")


def test_how_hoa_binhs_299_compares(page):
    page.goto("/")
    page.get_by_role("link", name="Hồ sơ tiếp nhận, cập nhật trên hệ thống").click()
    rows = page.locator(".ranking tbody tr").all_inner_texts()
    assert [row.split()[:3] for row in rows[:2]] == [["Xã", "Đồng", "Giáp"], ["Xã", "Hòa", "Bình"]]
    assert "254" in rows[0] and "299" in rows[1]


def test_what_is_due_this_week(page):
    page.goto("/")
    section = page.locator("[data-watched=due_soon]")
    assert "275" in section.locator("h2").inner_text()
    section.get_by_role("link", name="Thị trấn Văn Quan").click()
    page.get_by_role("link", name="Số hồ sơ sắp đến hạn").click()
    assert page.locator("h1").inner_text().endswith(": 31")


def test_the_period_is_changed_by_the_menu_with_the_keyboard_alone(page):
    page.goto("/indicators/on_time_rate")
    page.locator(".period summary").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Kỳ khác").focus()
    page.get_by_label("Kỳ khác").select_option("2023-12")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**period=2023-12")
    assert "Tháng 12/2023" in page.locator(".sub").inner_text()


def test_the_first_key_leads_to_the_content(page):
    page.goto("/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.url.endswith("#main")


def test_filters_of_dossiers_stay_in_the_address(page):
    page.goto("/dossiers")
    page.locator("select[name=agency]").select_option(label="Xã An Sơn")
    page.get_by_role("button", name="Lọc").click()
    assert "agency=06283" in page.url
    assert page.locator("h1").inner_text().endswith(": 93")
    page.reload()
    assert page.locator("select[name=agency]").input_value() == "06283"


def test_a_page_prints_on_a4_without_what_is_only_for_the_screen(page, tmp_path):
    page.goto("/agencies/06283")
    page.emulate_media(media="print")
    assert not page.locator("header nav").is_visible()
    assert page.locator(".dossiers").first.is_visible()
    pdf = page.pdf(format="A4", path=tmp_path / "a4.pdf")
    assert pdf.startswith(b"%PDF")


def test_nothing_is_loaded_from_elsewhere_and_the_first_paint_is_small(page, server):
    sizes = {}
    page.on("requestfinished", lambda request: sizes.update({request.url: request.sizes()["responseBodySize"]}))
    page.goto("/")
    # On a busy machine the network may be idle before the page is laid out and asks for its type.
    page.evaluate("document.fonts.ready.then(() => null)")
    page.wait_for_load_state("networkidle")
    assert len(sizes) >= 4 and all(url.startswith(server) for url in sizes)
    assert sum(sizes.values()) < 100_000, sizes


def test_a_filter_keeps_the_list_it_was_reached_by(page):
    page.goto("/agencies/06283")
    page.get_by_role("link", name="Số hồ sơ sắp đến hạn").click()
    page.get_by_label("Mã hồ sơ").fill("2312")
    page.get_by_role("button", name="Lọc").click()
    assert page.locator("h1").inner_text().startswith("Sắp đến hạn")


def test_by_the_other_rule_and_week_by_week(page):
    page.goto("/?period=2023")
    page.locator(".period summary").click()
    page.get_by_role("link", name="Theo giờ, bộ chỉ số 766", exact=True).click()
    assert page.locator(".answer").first.inner_text().startswith("4 trên 17")
    page.get_by_role("link", name="Theo tuần").click()
    # What was chosen before stays chosen.
    assert "rule=timestamp" in page.url and page.locator(".answer").first.inner_text().startswith("4 trên 17")
    grid = page.locator("#theo-thoi-gian")
    assert grid.locator("thead th").count() == 1 + 52
    page.set_viewport_size({"width": 360, "height": 800})
    # Drawn for the telephone, not scrolled.
    drawn = grid.locator(".for-phone svg")
    assert drawn.is_visible() and not grid.locator(".for-page svg").is_visible()
    assert drawn.evaluate("one => one.getBoundingClientRect().right") <= 360 and page.evaluate("document.documentElement.scrollWidth") <= 360
    grid.get_by_role("link", name="PNG").first.click(trial=True)


def test_a_grid_of_weeks_is_whole_on_paper(page):
    page.goto("/?period=2023&grid=weeks")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 700, "height": 990})
    widths = page.locator(".chart.weeks .for-page svg").evaluate("one => [one.getBoundingClientRect().right, document.documentElement.clientWidth]")
    assert widths[0] <= widths[1]
