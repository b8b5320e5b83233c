"""Every screen in every state, on a desk and on a phone, in both themes, enlarged, by keys: everybody can use it."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from api.screens import LINKS
from tests.browser.desk import Desk, pick
from tests.browser.usable import by_keys, faults

pytestmark = pytest.mark.browser
NewPage = Callable[..., Page]
SCREENS = (
    *(link.path for link in LINKS),
    "/hang-cho?noi=Lào+Cai",
    "/hang-cho?duoi_vach=true",
    "/hang-cho?nguon=khong-co-nguon-nao",
    "/tim-kiem?q=tiem+chung",
    "/tim-kiem?q=khongcobainao",
    "/nguon-tin/som-mai",
    "/nguon-tin/them",
    "/nguon-tin/nhap",
    "/tai-khoan",
    "/tai-khoan/hai-buoc",
    "/van-hanh",
    "/so-tin",
    "/noi-dang",
    "/lich",
    "/tim-da-luu",
    "/xu-huong",
    "/xu-huong/chuyen-muc",
    "/xu-huong/nguon",
    "/xu-huong/noi-bat",
    "/xu-huong/ban-do?dai=364",
    "/diem-tin-sang/2026-01-01",
)


def holds(page: Page) -> None:
    """Everybody can use what stands there now."""
    assert faults(page) == []


@pytest.mark.parametrize("path", SCREENS)
def test_a_screen_fits_and_can_be_used_by_everybody(desk: Desk, new_page: NewPage, path: str) -> None:
    page = new_page("minh")
    answer = page.goto(desk.base + path)
    assert answer is not None
    assert answer.status == 200
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.locator("html").get_attribute("lang") == "vi"
    assert by_keys(page) == []
    holds(page)


def test_the_sign_in_screen_fits_and_can_be_used_by_everybody(desk: Desk, new_page: NewPage) -> None:
    page = new_page(expected=("401", "410"))
    page.goto(f"{desk.base}/vao")
    page.get_by_label("Tên đăng nhập").fill("lan")
    page.get_by_label("Mật khẩu").fill("không phải mật khẩu này")
    page.get_by_role("button", name="Vào").click()
    expect(page.get_by_role("alert").filter(has_text="chưa đúng")).to_be_visible()
    holds(page)
    page.goto(f"{desk.base}/vao/da-het-han")
    expect(page.get_by_text("đã dùng hoặc đã hết hạn")).to_be_visible()
    holds(page)


def test_what_stands_in_for_a_screen_fits_and_can_be_used_by_everybody(desk: Desk, new_page: NewPage) -> None:
    page = new_page("doc", expected=("403", "404"))
    for path, told in (("/khong-co-trang-nay", "Không tìm thấy"), ("/nguon-tin/them", "không có quyền")):
        page.goto(desk.base + path)
        expect(page.get_by_text(told)).to_be_visible()
        assert by_keys(page) == []
        holds(page)
    page.goto(f"{desk.base}/hang-cho")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    holds(page)
    page.keyboard.press("Escape")
    page.set_viewport_size({"width": 390, "height": 844})
    page.locator("details.account:visible > summary").click()
    expect(page.locator(".sheet:visible")).to_be_visible()
    holds(page)


def test_an_article_and_its_post_fit_and_can_be_used_by_everybody(desk: Desk, new_page: NewPage) -> None:
    page = new_page("lan")
    page.goto(f"{desk.base}/hang-cho")
    page.locator(".queue > .card h2 a").nth(3).click()
    page.wait_for_url("**/bai/*")
    assert by_keys(page) == []
    holds(page)
    pick(page.get_by_role("button", name="Chọn bài này"))
    page.wait_for_url(re.compile(r"/chia-se/\d+$"))
    assert by_keys(page) == []
    holds(page)
    page.goto(f"{desk.base}/duyet")
    holds(page)


def test_everything_is_also_there_in_english(desk: Desk, new_page: NewPage) -> None:
    page = new_page("minh", language="en")
    page.goto(f"{desk.base}/hang-cho")
    assert page.locator("html").get_attribute("lang") == "en"
    expect(page.get_by_role("heading", level=1)).to_have_text("Queue")
    expect(page.get_by_role("button", name="Pick").first).to_be_visible()
    page.locator("details.account:visible > summary").click()
    page.get_by_role("button", name="Tiếng Việt").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hàng chờ")


def test_the_queue_weighs_at_most_150_kilobytes(desk: Desk, new_page: NewPage) -> None:
    page = new_page("minh", width=390)
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    sizes: list[int] = []
    line.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(f"{desk.base}/hang-cho", wait_until="load")
    expect(page.locator(".queue > .card").first).to_be_visible()
    page.wait_for_timeout(300)
    assert len(sizes) >= 4  # the page, the style and both scripts
    assert sum(sizes) <= 150_000
