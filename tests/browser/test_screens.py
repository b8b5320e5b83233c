"""Every screen, on a desk and on a phone: nothing sticks out, and WCAG 2.2 AA holds as far as axe can tell."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Page, expect

from api.screens import LINKS
from tests.browser.desk import Desk

pytestmark = pytest.mark.browser
NewPage = Callable[..., Page]
AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
LOOKS: tuple[tuple[int, Literal["light", "dark"]], ...] = ((1280, "light"), (390, "dark"))
SCREENS = (
    *(link.path for link in LINKS),
    "/hang-cho?noi=Lào+Cai",
    "/hang-cho?duoi_vach=true",
    "/tim-kiem?q=tiem+chung",
    "/tim-kiem?q=khongcobainao",
    "/nguon-tin/som-mai",
    "/nguon-tin/them",
    "/tai-khoan",
    "/tai-khoan/hai-buoc",
)


def faults(page: Page) -> list[str]:
    """What axe finds, one line a fault."""
    page.evaluate(AXE)
    found: dict[str, Any] = page.evaluate("rules => axe.run(document, {runOnly: {type: 'tag', values: rules}})", RULES)
    return [
        f"{fault['id']}: {node['html'][:160]} {node['failureSummary'][:200]}"
        for fault in found["violations"]
        for node in fault["nodes"]
    ]


def holds(page: Page) -> None:
    """Nothing wider than the window, nothing that axe knows to be wrong: wide and light, narrow and dark."""
    for width, scheme in LOOKS:
        page.set_viewport_size({"width": width, "height": 844})
        page.emulate_media(color_scheme=scheme)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert faults(page) == []
    page.set_viewport_size({"width": 1280, "height": 844})


@pytest.mark.parametrize("path", SCREENS)
def test_a_screen_fits_and_can_be_used_by_everybody(desk: Desk, new_page: NewPage, path: str) -> None:
    page = new_page("minh")
    answer = page.goto(desk.base + path)
    assert answer is not None
    assert answer.status == 200
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.locator("html").get_attribute("lang") == "vi"
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


def test_an_article_and_its_post_fit_and_can_be_used_by_everybody(desk: Desk, new_page: NewPage) -> None:
    page = new_page("lan")
    page.goto(f"{desk.base}/hang-cho")
    page.locator(".queue > .card h2 a").nth(3).click()
    page.wait_for_url("**/bai/*")
    holds(page)
    page.get_by_role("button", name="Chọn bài này").click()
    page.wait_for_url(re.compile(r"/chia-se/\d+$"))
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
