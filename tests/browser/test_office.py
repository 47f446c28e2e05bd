"""An office with users: coming in, what each role sees, exports handed in."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from conftest import come_in
from test_accessibility import RULES

BAD = """Mã hồ sơ;Đơn vị giải quyết;Ngày tiếp nhận;Ngày hẹn trả;Ngày kết thúc xử lý;Trạng thái
A1;Xã An Sơn;05/12/2023;31/13/2023;;Đang xử lý
A2;Xã Không Có;05/12/2023;10/12/2023;;Đang xử lý
A3;Xã An Sơn;05/12/2023;10/12/2023;08/12/2023;Đã trả kết quả
"""


def test_whoever_is_not_in_is_asked_in_and_then_is_where_they_wanted(office_page):
    office_page.goto("/dossiers?list=overdue")
    assert office_page.locator("h1").inner_text() == "Đăng nhập"
    office_page.get_by_label("Tên đăng nhập").fill("vanphong")
    office_page.get_by_label("Mật khẩu").fill("khong phai")
    office_page.get_by_role("button", name="Đăng nhập").click()
    assert "chưa đúng" in office_page.get_by_role("alert").inner_text()
    come_in(office_page, "vanphong")
    office_page.goto("/dossiers")
    assert office_page.locator(".dossiers tbody tr").count() == 50


def test_a_commune_sees_itself_and_leaves(office_page):
    come_in(office_page, "anson")
    office_page.goto("/")
    assert office_page.locator(".ranking tbody tr").count() == 1
    assert office_page.get_by_role("link", name="Dữ liệu").count() == 0
    office_page.goto("/sources")
    assert office_page.locator("h1").inner_text() == "Tài khoản này không xem được trang này"
    office_page.goto("/account")
    office_page.get_by_role("button", name="Đăng xuất").click()
    office_page.goto("/")
    assert office_page.locator("h1").inner_text() == "Đăng nhập"


def test_an_export_with_bad_rows_is_handed_in_and_they_are_seen(office_page):
    come_in(office_page, "vanphong")
    office_page.goto("/sources")
    office_page.get_by_role("link", name="gửi tệp từ máy này").click()
    export = {"name": "thang-12.csv", "mimeType": "text/csv", "buffer": BAD.encode()}
    office_page.get_by_label("Tệp", exact=True).set_input_files(export)
    office_page.get_by_label("Số liệu đến ngày").fill("2023-12-31")
    office_page.get_by_role("button", name="Nạp").click()
    office_page.get_by_role("heading", name="Đã xong").wait_for(timeout=60_000)
    # A1 stays a dossier without a due day that can be read; A2 is of no commune.
    assert "Đọc 3 dòng: tính 2" in office_page.inner_text("main")
    office_page.get_by_role("link", name="Xem dòng chưa dùng được").click()
    rejected = office_page.locator(".rejected tbody").inner_text()
    assert "31/13/2023" in rejected and "Xã Không Có" in rejected
    office_page.goto("/dossiers/A3")
    assert "Xã An Sơn" in office_page.inner_text("main")


def test_an_administrator_adds_a_user_who_comes_in(office_page, browser, office):
    come_in(office_page, "quantri")
    office_page.goto("/admin")
    office_page.get_by_label("Tên đăng nhập mới").fill("binhphuc")
    office_page.get_by_label("Đơn vị (vai trò cấp xã): tên hoặc mã").fill("06298")
    office_page.get_by_role("button", name="Thêm người dùng").click()
    password = office_page.locator(".made code").inner_text()
    theirs = browser.new_page(base_url=office)
    theirs.goto("/login")
    theirs.get_by_label("Tên đăng nhập").fill("binhphuc")
    theirs.get_by_label("Mật khẩu").fill(password)
    theirs.get_by_role("button", name="Đăng nhập").click()
    assert "Hãy đặt mật khẩu của riêng mình" in theirs.inner_text("main")
    theirs.close()
    office_page.goto("/admin")
    assert "Đã thêm tài khoản binhphuc, vai trò Cấp xã (đơn vị mình)" in office_page.locator(".log").inner_text()


@pytest.mark.parametrize("name, address", [
    (None, "/login"),
    ("quantri", "/admin"),
    ("quantri", "/admin/health"),
    ("quantri", "/account"),
    ("vanphong", "/work"),
    ("vanphong", "/reports"),
    ("khach", "/agencies/06283"),
    ("khach", "/dossiers"),
])
def test_axe_finds_nothing_here_either(office_page, name, address):
    if name:
        come_in(office_page, name)
    office_page.goto(address)
    for width in [360, 1280]:
        office_page.set_viewport_size({"width": width, "height": 800})
        assert office_page.evaluate("document.documentElement.scrollWidth") <= width
        found = Axe().run(office_page, options=RULES).response["violations"]
        told = [f"{one['id']}: {one['help']}: {[node['target'] for node in one['nodes']][:3]}" for one in found]
        assert told == [], f"{width} pixels wide"


def test_a_page_prints_on_a4_without_what_only_a_screen_needs(office_page):
    come_in(office_page, "vanphong")
    office_page.goto("/")
    office_page.emulate_media(media="print")
    assert not office_page.locator("header nav").is_visible()
    assert office_page.pdf(format="A4").startswith(b"%PDF")
