"""Without a line: what was seen can be read, what is typed stays, and nobody sees what another person read."""

import re
from collections.abc import Callable, Iterator
from typing import cast

import pytest
from playwright.sync_api import Browser, Page, expect

from api.main import create_app
from api.screens import LINKS
from api.services import Web
from database.engine import SqlDatabase
from domain.people import Role
from tests.api.conftest import Desk
from tests.browser.desk import PATIENCE
from tests.browser.serving import served
from tests.browser.usable import faults
from tests.making import an_article

pytestmark = pytest.mark.browser
NewPage = Callable[..., Page]
KEPT = "caches.open('trang-2').then((cache) => cache.keys()).then((all) => all.map((one) => new URL(one.url).pathname))"
TITLE = "Lịch tiêm vắc-xin sởi tại Trạm Y tế Cốc Lầu"
ARTICLE = f"/bai/{an_article('a').id}"
MOST_PAGES = 60
DRAWN = """async (src) => {
  const picture = Object.assign(new Image(), { src });
  await picture.decode();
  const paper = new OffscreenCanvas(picture.width, picture.height).getContext("2d");
  paper.drawImage(picture, 0, 0);
  return { size: `${picture.width}x${picture.height}`, corner: [...paper.getImageData(0, 0, 1, 1).data] };
}"""


@pytest.fixture
def base(sqlite_database: SqlDatabase) -> Iterator[str]:
    made = Desk(sqlite_database, create_app(cast(Web, None)))
    made.browser("lan", Role.ADMINISTRATOR)
    made.browser("minh", Role.ADMINISTRATOR)
    made.browser("doc", Role.ANALYST)
    made.publish("a", title=TITLE)
    with served(made.app) as address:
        yield address


@pytest.fixture
def new_page(base: str, chromium: Browser) -> Iterator[NewPage]:
    contexts = []

    def opened(width: int = 1280) -> Page:
        context = chromium.new_context(viewport={"width": width, "height": 844}, locale="vi-VN", base_url=base)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        enters(page, base, "lan")
        page.goto("/hang-cho")
        until(page, "navigator.serviceWorker.controller !== null")
        until(page, f"{KEPT}.then((paths) => paths.includes('/hang-cho'))")  # although no worker was there before it
        return page

    yield opened
    for context in contexts:
        context.close()


def until(page: Page, expression: str) -> None:
    """Wait for it. Playwright's own waiting needs eval, which our policy forbids."""
    for _ in range(200):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"never true: {expression}")


def enters(page: Page, base: str, login: str) -> None:
    """By a session of their own, as if the password had been typed."""
    page.context.add_cookies([{"name": "diemtin", "value": f"token-{login}", "url": base}])


def sees(page: Page, path: str) -> None:
    page.goto(path)
    until(page, f"{KEPT}.then((paths) => paths.includes('{path.partition('?')[0]}'))")


@pytest.mark.parametrize("width", [390, 1280])
def test_every_screen_that_was_seen_is_read_without_a_line_and_says_of_when_it_is(
    new_page: NewPage, width: int
) -> None:
    page = new_page(width)
    paths = [link.path for link in LINKS if link.path != "/tim-kiem"] + [ARTICLE, "/tai-khoan"]
    for path in paths:
        sees(page, path)
    page.context.set_offline(True)
    for path in paths:
        page.goto(path)
        expect(page.locator("#ban-luu")).to_have_text(re.compile(r"^Đang ngoại tuyến: bản lúc \d\d:\d\d$"))
        expect(page.get_by_role("heading", level=1)).to_be_visible()

    page.goto("/tim-kiem")
    expect(page.get_by_role("heading", name="Đang ngoại tuyến")).to_be_visible()
    expect(page.locator("#da-luu li")).to_have_count(len(paths))
    assert faults(page) == []
    page.get_by_role("link", name=TITLE).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    page.goto("/tim-kiem")
    page.context.set_offline(False)
    page.get_by_role("link", name="Thử lại").click()
    expect(page.get_by_label("Tìm trong các bài đã đọc")).to_be_visible()


def test_a_story_that_was_opened_beside_the_list_is_read_without_a_line(new_page: NewPage) -> None:
    page = new_page()
    page.get_by_role("button", name="Gọn").click()
    page.get_by_role("link", name=TITLE).click()
    expect(page.locator("#doc").get_by_role("heading", name=TITLE)).to_be_visible()
    until(page, f"{KEPT}.then((paths) => paths.includes('{ARTICLE}'))")
    page.context.set_offline(True)
    page.reload()
    expect(page.locator("#ban-luu")).to_contain_text("Đang ngoại tuyến: bản lúc")
    page.get_by_role("link", name=TITLE).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)


@pytest.mark.parametrize("width", [390, 1280])
def test_a_form_without_a_line_says_so_keeps_what_was_typed_and_goes_out_later(new_page: NewPage, width: int) -> None:
    page = new_page(width)
    page.goto("/tai-khoan")
    page.get_by_label("Họ tên").fill("Nguyễn Thị Lan")
    page.context.set_offline(True)
    page.get_by_role("button", name="Lưu tên").click()
    expect(page.locator("#loi")).to_contain_text("chưa gửi được. Chữ bạn gõ còn nguyên")
    expect(page.locator("#loi")).to_be_in_viewport()
    expect(page.get_by_label("Họ tên")).to_have_value("Nguyễn Thị Lan")
    page.context.set_offline(False)
    page.get_by_role("button", name="Lưu tên").click()
    expect(page.locator("details.account:visible")).to_contain_text("Nguyễn Thị Lan" if width > 640 else "Mục lục")
    expect(page.get_by_label("Họ tên")).to_have_value("Nguyễn Thị Lan")
    expect(page.locator("#loi")).to_be_empty()


def test_nothing_of_one_person_is_left_for_the_next(base: str, new_page: NewPage) -> None:
    page = new_page()
    sees(page, ARTICLE)
    page.evaluate("localStorage.setItem('nhap:1', 'chữ của Lan')")
    page.context.set_offline(True)
    page.locator("details.account:visible > summary").click()
    page.get_by_role("button", name="Đăng xuất").click()  # on the bus home
    expect(page.get_by_text("Các trang lưu trên máy này đã được xóa")).to_be_visible()
    page.goto(ARTICLE)
    expect(page.get_by_text(TITLE)).to_have_count(0)
    page.context.set_offline(False)
    page.goto(ARTICLE)
    page.wait_for_url("**/vao")  # the server has heard of it

    enters(page, base, "minh")
    sees(page, "/duyet")
    assert page.evaluate("localStorage.getItem('nhap:1')") is None
    sees(page, ARTICLE)
    enters(page, base, "doc")  # the session alone has changed
    sees(page, "/nguon-tin")
    assert page.evaluate(KEPT) == ["/nguon-tin"]
    page.locator("details.account:visible > summary").click()
    page.get_by_role("button", name="Đăng xuất").click()
    page.wait_for_url("**/vao")
    until(page, f"{KEPT}.then((paths) => paths.length === 0)")


def test_what_is_kept_has_a_limit_and_holds_no_secrets(base: str, new_page: NewPage) -> None:
    page = new_page()
    tell = "(path) => navigator.serviceWorker.controller.postMessage({ seen: location.origin + path })"
    for number in range(MOST_PAGES + 5):
        page.evaluate(tell, f"/tim-kiem?q={number}")
        until(page, f"caches.match('/tim-kiem?q={number}').then(Boolean)")
    assert page.evaluate(KEPT) == ["/tim-kiem"] * MOST_PAGES

    page.goto("/nguoi-dung")
    page.get_by_label("Họ tên").fill("Thu Hà")
    page.get_by_label("Tên đăng nhập").fill("ha")
    page.locator("form[action='/nguoi-dung'] button").click()
    link = page.get_by_text(re.compile(rf"{base}/vao/[\w-]{{20,}}"))
    expect(link).to_be_visible()
    page.goto("/tai-khoan/hai-buoc")
    sees(page, "/duyet")
    kept = page.evaluate(
        "caches.open('trang-2').then((cache) => cache.matchAll())"
        ".then((all) => Promise.all(all.map((one) => one.text()))).then((texts) => texts.join())"
    )
    assert not re.search(r"/vao/[\w-]{20,}", kept)
    assert "/tai-khoan/hai-buoc" not in page.evaluate(KEPT)


def test_the_installed_desk_has_shortcuts_and_an_icon_for_every_mask(new_page: NewPage) -> None:
    page = new_page()
    manifest = page.evaluate("fetch('/static/desk.webmanifest').then((answer) => answer.json())")
    assert {(one["name"], one["url"]) for one in manifest["shortcuts"]} <= {(link.title, link.path) for link in LINKS}
    drawn = {one["src"]: page.evaluate(DRAWN, one["src"]) for one in manifest["icons"]}
    assert all(drawn[one["src"]]["size"] == one["sizes"] for one in manifest["icons"] if one["sizes"] != "any")
    [masked] = [drawn[one["src"]] for one in manifest["icons"] if one.get("purpose") == "maskable"]
    assert masked["corner"] == [11, 93, 76, 255]  # the ground reaches the edge
