"""Điểm tin sáng in a real browser: moved by keyboard and by dragging, and on paper. No newsroom is needed here."""

from collections.abc import Iterator
from datetime import timedelta
from typing import cast

import pytest
from playwright.sync_api import Browser, Page, expect

from api.main import create_app
from api.services import Web
from database.engine import SqlDatabase
from desk import review
from domain.people import Role
from domain.understanding import Section
from tests.api.conftest import Desk
from tests.browser.desk import PATIENCE
from tests.browser.serving import served
from tests.making import NOON, acting

pytestmark = pytest.mark.browser
DAY = "/diem-tin-sang/2026-11-23"
SENTENCES = (
    "Từ 5 giờ ngày 24/11, các xã vùng cao có mưa vừa, mưa to, lượng mưa 50-100 mm, có nơi trên 120 mm.",
    "Trạm y tế xã tiêm chủng miễn phí cho trẻ dưới năm tuổi vào sáng thứ Tư hằng tuần.",
    "Quốc lộ 4D thông xe trở lại sau khi khối đất đá 2.000 m3 sạt xuống được dọn xong.",
    "Học sinh nội trú được hỗ trợ 936.000 đồng một tháng trong năm học này.",
    "Chợ phiên mở thêm khu bán nông sản sạch, mỗi hộ được miễn phí gian hàng trong ba tháng đầu.",
)


@pytest.fixture
def made(sqlite_database: SqlDatabase) -> Desk:
    return Desk(sqlite_database, create_app(cast(Web, None)))


@pytest.fixture
def base(made: Desk) -> Iterator[str]:
    made.browser("lan", Role.ADMINISTRATOR)
    for number, sentence in enumerate(SENTENCES):
        title, section = sentence[:60].strip(), list(Section)[number]
        made.publish(f"bai-{number}", summary=(sentence,), title=title, section=section)
    with served(made.app) as address:
        yield address


@pytest.fixture
def page(base: str, chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 1100, "height": 1600}, locale="vi-VN", service_workers="block")
    context.set_default_timeout(PATIENCE)
    context.add_cookies([{"name": "diemtin", "value": "token-lan", "url": base}])
    opened = context.new_page()
    errors: list[str] = []
    opened.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.goto(f"{base}{DAY}")
    yield opened
    context.close()
    assert errors == []


LATE = "Tối nay, Nhà văn hóa xã chiếu phim miễn phí cho bà con."


def test_on_a_phone_one_sees_which_words_are_no_longer_true(made: Desk, page: Page, base: str) -> None:
    article = made.publish("cu", summary=(LATE,), lead=LATE, text=LATE, title="Chiếu phim ở nhà văn hóa xã",
                           published_at=NOON - timedelta(hours=20))  # fmt: skip
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{base}{DAY}")
    card = page.locator(".digest > li.card", has_text=article.title)
    mark = card.get_by_text("«Tối nay» đã qua từ 00:00 ngày 23/11/2026")
    expect(mark).to_be_visible()
    box = mark.bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.locator(".digest .passed").count() == 1  # the other lines are still true
    with made.database.write() as store:
        item = review.pick(acting(store, store.people.get(made.people["lan"]), NOON), made.web.ranker, article.id)
    page.goto(f"{base}/chia-se/{item.id}")
    expect(page.get_by_text("«Tối nay» đã qua từ 00:00 ngày 23/11/2026")).to_be_in_viewport()


def titles(page: Page) -> list[str]:
    return page.locator(".digest > li.card h2").all_inner_texts()


def test_alt_and_the_arrows_move_the_line_one_stands_on(page: Page) -> None:
    first, second, *rest = titles(page)
    page.locator(".digest textarea").first.focus()
    page.keyboard.press("Alt+ArrowUp")  # already the first
    assert titles(page) == [first, second, *rest]
    page.keyboard.press("Alt+ArrowDown")
    assert titles(page) == [second, first, *rest]
    expect(page.get_by_label("Câu của tin 2")).to_be_focused()
    expect(page.locator("#da-chuyen")).to_contain_text("Đã chuyển tới vị trí 2")
    page.keyboard.press("Alt+ArrowDown")
    page.keyboard.press("Alt+ArrowUp")
    page.get_by_role("button", name="Lưu điểm tin").click()
    expect(page.locator("#ai-luu")).to_contain_text("Lan lưu lúc")
    page.reload()
    assert titles(page) == [second, first, *rest]


def test_a_line_is_dragged_by_its_grip_and_the_buttons_still_move_the_right_one(page: Page) -> None:
    first, second, third, *rest = titles(page)
    rows = page.locator(".digest > li.card")
    rows.nth(2).locator(".grip").drag_to(rows.first, target_position={"x": 60, "y": 4})
    assert titles(page) == [third, first, second, *rest]
    rows.first.get_by_role("button", name="Đưa xuống 1").click()
    expect(page.locator(".digest > li.card h2")).to_have_text([first, third, second, *rest])
    rows.nth(2).locator(".grip").drag_to(rows.first, target_position={"x": 60, "y": 4})  # after a boosted page
    assert titles(page) == [second, first, third, *rest]


@pytest.mark.parametrize(("path", "most"), [("in", 1), ("in?co=lon", 3), ("loa", 3)])
def test_paper_is_a4_and_holds_every_line(page: Page, base: str, path: str, most: int) -> None:
    page.goto(f"{base}{DAY}/{path}")
    paper = page.pdf(prefer_css_page_size=True)
    assert paper.count(b"/Type /Page\n") <= most
    sizes = {tuple(map(float, box.split(b"]")[0].split())) for box in paper.split(b"/MediaBox [")[1:]}
    assert {(round(right), round(top)) for _, _, right, top in sizes} <= {(595, 842), (596, 842)}  # A4 in points
    page.emulate_media(media="print")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
