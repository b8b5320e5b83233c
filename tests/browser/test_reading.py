"""Reading on a phone and on a wide screen: warnings in one line, the compact list, the open article; nothing jumps."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from time import sleep
from typing import cast

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from api import pulse
from api.main import create_app
from api.services import Web
from crawlers.decode.pictures import Picture, picture
from database.engine import SqlDatabase
from demo.pictures import png
from desk.warning_keeper import WarningKeeper
from domain.article import ArticleVersion
from domain.hazards import Hazard
from domain.sources import SourceKind
from domain.understanding import Section
from domain.warning import OfficialWarning
from nlp.places.units import VietnamGazetteer
from nlp.warnings.bulletins import VietnamBulletins
from tests.api.conftest import Desk
from tests.browser.conftest import NARROW, WIDE
from tests.browser.desk import PATIENCE
from tests.browser.serving import served
from tests.browser.test_screens import holds
from tests.making import NOON, OTHER, PAPER

pytestmark = pytest.mark.browser
HEIGHTS = {NARROW: 844, WIDE: 800}
AREA = "các xã Bát Xát, Y Tý, Mường Hum, Dền Sáng và nhiều xã khác ở vùng cao phía tây của tỉnh Lào Cai"
TITLES = (
    "Lào Cai tiêm chủng miễn phí cho trẻ dưới năm tuổi tại tất cả các trạm y tế xã từ thứ Hai tuần tới",
    "Quốc lộ 4D thông xe trở lại sau mười giờ dọn đất đá sạt xuống mặt đường",
    "Chợ phiên Cốc Ly mở thêm khu bán nông sản sạch",
    "Học sinh nội trú được hỗ trợ 936.000 đồng một tháng trong năm học này, phụ huynh nộp đơn trước ngày 15/12",
    "Lịch cắt điện ngày mai ở thành phố: bốn khu dân cư mất điện từ sáng",
    "Bệnh viện tỉnh khám sàng lọc tim cho trẻ em vùng cao, không thu tiền",
    "Cảnh báo cuộc gọi giả làm nhân viên điện lực đòi chuyển khoản",
)
Opened = Callable[..., Page]


@pytest.fixture
def made(sqlite_database: SqlDatabase) -> Desk:
    return Desk(sqlite_database, create_app(cast(Web, None)))


@pytest.fixture
def base(made: Desk) -> Iterator[str]:
    """A queue of twenty-one stories."""
    made.browser("lan")
    for number in range(21):
        title, section = TITLES[number % len(TITLES)], list(Section)[number % 10]
        source = (PAPER, OTHER)[number % 2]
        text = f"{title}. Đây là bài số {number}.\n" + "Bà con xem lịch ở nhà văn hóa thôn hoặc hỏi cán bộ xã.\n" * 12
        made.publish(f"bai-{number}", title=f"{title} ({number})", section=section, source_id=source.id, text=text,
                     published_at=NOON - timedelta(minutes=7 * number),
                     image_url=f"https://anh.example/{number}")  # fmt: skip
    with served(made.app) as address:
        yield address


@pytest.fixture
def opened(base: str, chromium: Browser) -> Iterator[Opened]:
    """`opened("/hang-cho", 390)`: Lan's page, which is watched for errors."""
    contexts, errors = [], []

    def new(path: str, width: int, scheme: str = "light") -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": HEIGHTS[width]}, locale="vi-VN", service_workers="block",
            color_scheme=scheme, has_touch=width == NARROW,  # type: ignore[arg-type]
        )  # fmt: skip
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        context.add_cookies([{"name": "diemtin", "value": "token-lan", "url": base}])
        page = context.new_page()
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(base + path)
        return page

    yield new
    for context in contexts:
        context.close()
    assert errors == []


@dataclass
class SlowPictures:
    """Each comes after a while, as over a real line; every third is none."""

    asked: list[str] = field(default_factory=list)

    def kept(self, url: str) -> tuple[bool, Picture | None]:
        return False, None

    def fetched(self, url: str) -> Picture | None:
        self.asked.append(url)
        sleep(0.2)
        number = int(url.rpartition("/")[2])
        return picture(png(number)) if number % 3 else None


def warn(desk: Desk, key: str, hazard: Hazard, level: int) -> str:
    article = desk.publish(key, title=f"Tin cảnh báo {key}")
    warning = OfficialWarning(
        identifier=key, sender="Đài Lào Cai", sent=NOON - timedelta(hours=1), hazard=hazard, event=key,
        headline=f"Tin cảnh báo {key}", area=AREA, codes=("15",), level=level, expires=NOON + timedelta(hours=20),
        url=article.url,
    )  # fmt: skip
    with desk.database.write() as store:
        store.sources.save(replace(PAPER, kind=SourceKind.WARNING_SERVICE))
        keeper = WarningKeeper(bulletins=VietnamBulletins(), gazetteer=VietnamGazetteer())
        keeper.keep(store, warning, article, NOON)
    return article.id


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def height(one: Locator) -> float:
    box = one.bounding_box()
    assert box is not None
    return box["height"]


@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_warnings_take_one_line_until_they_are_opened(made: Desk, opened: Opened, width: int) -> None:
    gravest = warn(made, "lu-quet", Hazard.FLASH_FLOOD, 3)
    warn(made, "mua-lon", Hazard.HEAVY_RAIN, 2)
    page = opened("/hang-cho", width)
    warnings = page.locator(".warnings")
    assert height(warnings) <= 48
    line = warnings.locator("summary").first
    for said in ("Cấp 3", "lũ quét", "các xã Bát Xát", "đến 08:00 24/11", "+1"):
        expect(line).to_contain_text(said)
    for part in (".state", ".where", ".until", ".more"):
        expect(line.locator(part)).to_be_in_viewport(ratio=1)
    badge = line.locator(".state")
    assert badge.evaluate("one => getComputedStyle(one).backgroundColor") == "rgb(255, 152, 0)"
    assert fits(page)
    link = warnings.locator(f'a[href="/bai/{gravest}"]')
    expect(link).to_be_hidden()
    line.click()
    expect(link).to_be_visible()
    expect(warnings).to_contain_text("mức chung có thể lên cấp 4")
    assert fits(page)


@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_how_far_reading_is_stands_on_the_sources_screen_and_not_above_the_queue(opened: Opened, width: int) -> None:
    page = opened("/hang-cho", width)
    expect(page.locator("main")).not_to_contain_text("Đã bóc tách")
    expect(page.locator("main")).not_to_contain_text("trang sẽ tải")
    page.goto(page.url.replace("/hang-cho", "/nguon-tin"))
    expect(page.locator("#tien-do")).to_contain_text("Đã đọc hết những bài tải về.")
    expect(page.locator("#tien-do")).to_contain_text("Hàng chờ đã nhận 21 bài")


SHIFTS = """
window.shifts = [];
new PerformanceObserver(list => list.getEntries().forEach(one => window.shifts.push(one.value)))
  .observe({type: "layout-shift", buffered: true});
"""
LEAST_SHIFT = 0.01  # less than one line of text on a phone; the web calls 0.1 good


def place(one: Locator) -> list[float]:
    """Left, top, width and height on the screen."""
    box = one.bounding_box()
    assert box is not None
    return [box["x"], box["y"], box["width"], box["height"]]


def both(cards: Locator) -> list[float]:
    """Where the third and the fourth are; of less than a pixel the browser's rounding is not sure."""
    return [*place(cards.nth(2)), *place(cards.nth(3))]


@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_nothing_jumps_when_a_story_is_skipped_or_undone_or_new_ones_come(
    made: Desk, opened: Opened, width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pulse, "PULSE_SECONDS", 0.3)
    page = opened("/hang-cho", width)
    cards = page.locator(".queue > .card")
    cards.nth(2).get_by_role("button", name="Bỏ qua").scroll_into_view_if_needed()
    page.evaluate(SHIFTS)
    before = both(cards)
    title = cards.nth(2).locator("h2").inner_text()
    cards.nth(2).get_by_role("button", name="Bỏ qua").click()
    expect(cards.nth(2)).to_contain_text("Đã bỏ qua")
    assert both(cards) == pytest.approx(before, abs=0.9)
    cards.nth(2).get_by_role("button", name="Hoàn tác").click()
    expect(cards.nth(2).locator("h2")).to_have_text(title)
    assert both(cards) == pytest.approx(before, abs=0.9)

    for number in range(3):
        made.publish(f"moi-{number}", title=f"Chuyện vừa đến {number}", published_at=NOON, lead="Gọi 1900 9095.")
    expect(page.locator("#tin-moi")).to_be_visible()
    assert both(cards) == pytest.approx(before, abs=0.9)
    page.wait_for_timeout(300)  # the observer is told late
    assert [one for one in page.evaluate("window.shifts") if one >= LEAST_SHIFT] == []

    page.keyboard.press("j")  # from where one was, not from the top
    expect(cards.nth(3)).to_be_focused()


TABLE = "Cán bộ thôn báo lịch cắt điện tuần này.\n" + "\n".join((
    "Ngày | Giờ | Khu vực | Lý do | Số hộ",
    "23/11 | 07:00 - 11:30 | Thôn Tả Van Dáy, thôn Séo Mý Tỷ | Sửa đường dây trung thế | 312",
    "24/11 | 13:00 - 17:00 | Tổ 4 phường Sa Pa | Thay trạm biến áp | 1.204",
    "25/11 | 07:00 - 09:00 | Thôn Lao Chải San | Phát quang hành lang lưới điện | 95",
))  # fmt: skip


@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_an_article_is_read_with_its_tables_and_its_changes_and_done_with(
    made: Desk, opened: Opened, width: int
) -> None:
    old = made.publish("bang", title="Lịch cắt điện tuần này", text=TABLE + "\nSố hộ bị ảnh hưởng là 1.500.\n" * 20)
    with made.database.write() as store:
        newer = replace(old, version=2, text=old.text.replace("1.500", "1.611", 1))
        before = ArticleVersion(article_id=old.id, version=1, seen_at=NOON, title=old.title, text=old.text)
        store.versions.replace(newer, before)
    page = opened(f"/bai/{old.id}", width)
    table = page.get_by_role("region", name="Bảng trong bài")
    expect(table.get_by_role("columnheader")).to_have_text(["Ngày", "Giờ", "Khu vực", "Lý do", "Số hộ"])
    expect(table.get_by_role("row")).to_have_count(4)
    assert fits(page)
    if width == NARROW:
        assert table.evaluate("box => box.scrollWidth > box.clientWidth")  # it scrolls in its own box
    for word in (old.id, old.story_id, "extracted", "understood", "moved-on"):
        expect(page.locator("main")).not_to_contain_text(word)

    change = page.locator("p.diff").first
    expect(change.locator("del").first).to_have_text("1.500")
    expect(change.locator("ins").first).to_have_text("1.611")
    expect(change).to_contain_text("bị ảnh hưởng là 1.500 1.611.")
    room = page.locator("main").evaluate("one => one.clientWidth")
    assert place(change)[2] >= min(room - 40, 900)

    def in_reach(name: str) -> Locator:
        button = page.get_by_role("button", name=name)
        expect(button).to_be_in_viewport(ratio=1)
        return button

    for where in (0, 400, 100_000):
        page.evaluate(f"scrollTo(0, {where})")
        in_reach("Chọn bài này")
        in_reach("Bỏ qua")
    behind = """() => {  // what lies below the bar when the tab key has gone there
      const bar = document.querySelector(".deeds"), one = document.activeElement;
      if (bar.contains(one) || one === document.body) return false;
      const a = bar.getBoundingClientRect(), b = one.getBoundingClientRect();
      return b.top < a.bottom && b.bottom > a.top && b.top >= a.top && b.bottom <= a.bottom;
    }"""
    page.evaluate("scrollTo(0, 0)")
    for _ in range(30):
        page.keyboard.press("Tab")
        assert not page.evaluate(behind)
    assert place(page.locator(".deeds"))[3] <= 66  # one line
    in_reach("Bỏ qua").click()
    in_reach("Hoàn tác")
    page.reload()
    in_reach("Hoàn tác").click()
    in_reach("Bỏ qua")
    in_reach("Chọn bài này").click()
    page.wait_for_url("**/chia-se/*")
    expect(page.get_by_role("heading", level=1)).to_contain_text(old.title)


@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_the_way_back_leads_to_the_place_one_came_from(opened: Opened, width: int) -> None:
    page = opened(f"/hang-cho?nguon={PAPER.id}" if width == WIDE else "/hang-cho", width)
    card = page.locator(".queue > .card").nth(9)
    card.scroll_into_view_if_needed()
    before, address = page.evaluate("scrollY"), page.url
    card.locator("h2 a").click()
    page.wait_for_url("**/bai/*")
    page.get_by_role("link", name="Về hàng chờ").click()
    page.wait_for_url(address)
    expect(card).to_be_in_viewport()
    assert abs(page.evaluate("scrollY") - before) <= 2


def listed(page: Page) -> Locator:
    return page.locator(".queue > .slim")


def whole_rows(page: Page) -> int:
    """Rows of which nothing lies outside the window or under another thing."""
    return int(
        page.evaluate(
            """() => [...document.querySelectorAll(".queue > .card")].filter(row => {
              const box = row.getBoundingClientRect();
              const top = (y) => row.contains(document.elementFromPoint(box.left + 60, y));
              return box.top >= 0 && box.bottom <= innerHeight && top(box.top + 2) && top(box.bottom - 2);
            }).length"""
        )
    )


@pytest.mark.parametrize(("width", "rows"), [(NARROW, 5), (WIDE, 8)])
def test_the_compact_list_shows_enough_and_is_remembered(made: Desk, opened: Opened, width: int, rows: int) -> None:
    warn(made, "lu-quet", Hazard.FLASH_FLOOD, 3)
    made.app.state.web = replace(made.web, sample=True)  # with its banner, the least room there is
    page = opened("/hang-cho", width)
    assert whole_rows(page) < rows
    page.get_by_role("group", name="Cách xem").get_by_role("button", name="Gọn").click()
    expect(listed(page)).to_have_count(15)
    assert whole_rows(page) >= rows
    assert fits(page)
    page.goto(page.url + "?nguon=" + PAPER.id)  # another visit, on the same device
    assert listed(page).count() >= 10
    page.get_by_role("button", name="Thẻ").click()
    page.wait_for_url("**nguon=*")  # what was asked for stays
    expect(listed(page)).to_have_count(0)


def slim(page: Page) -> Page:
    page.get_by_role("button", name="Gọn").click()
    expect(listed(page)).to_have_count(15)
    return page


def test_on_a_wide_screen_a_story_opens_beside_the_list_which_stays_where_it_was(opened: Opened) -> None:
    page = slim(opened("/hang-cho", WIDE))
    pane = page.get_by_role("region", name="Bài đang mở")
    page.mouse.wheel(0, 300)
    page.wait_for_timeout(200)
    rows = listed(page)
    before, scrolled = place(rows.nth(7)), page.evaluate("scrollY")
    title = rows.nth(6).locator("h2").inner_text()
    rows.nth(6).locator("h2 a").click()
    expect(pane.get_by_role("heading", name=title)).to_be_visible()
    expect(rows.nth(6).locator("h2 a")).to_have_attribute("aria-current", "true")
    assert (place(rows.nth(7)), page.evaluate("scrollY")) == (before, scrolled)

    page.keyboard.press("j")  # by keyboard from there
    expect(rows.nth(7)).to_be_focused()
    page.keyboard.press("k")
    page.keyboard.press("k")
    expect(rows.nth(5)).to_be_focused()
    page.keyboard.press("Enter")
    fifth = rows.nth(5).locator("h2").inner_text()
    expect(pane.get_by_role("heading", name=fifth)).to_be_visible()
    expect(rows.nth(5)).to_be_focused()

    pane.locator(".why summary").click()  # all that a card can do
    expect(pane.locator(".why table")).to_be_visible()
    pane.locator(".section-choice summary").click()
    pane.get_by_role("button", name="Thể thao").click()
    expect(pane.locator(".section-choice summary")).to_contain_text("Thể thao")
    expect(pane.get_by_role("button", name="Thêm như thế này")).to_be_visible()
    pane.get_by_role("button", name="Bỏ qua").click()
    expect(rows.nth(5)).to_contain_text("Đã bỏ qua")
    rows.nth(5).get_by_role("button", name="Hoàn tác").click()
    expect(rows.nth(5).locator("h2")).to_have_text(fifth)
    expect(pane.get_by_role("button", name="Bỏ qua")).to_be_visible()
    rows.nth(5).focus()
    page.keyboard.press("s")
    expect(pane.locator(".deeds").get_by_role("button", name="Hoàn tác")).to_be_visible()
    expect(rows.nth(5)).to_be_focused()
    page.keyboard.press("u")
    expect(rows.nth(5).locator("h2")).to_have_text(fifth)

    page.reload()  # the address says what is open
    expect(pane.get_by_role("heading", name=fifth)).to_be_visible()
    pane.get_by_role("button", name="Chọn bài này").click()
    page.wait_for_url("**/chia-se/*")
    page.go_back()
    expect(listed(page)).to_have_count(15)
    expect(listed(page).filter(has_text=fifth)).to_have_count(0)  # it is no longer waiting


def test_on_a_phone_the_compact_list_opens_a_page_and_leads_back_to_its_place(opened: Opened) -> None:
    page = slim(opened("/hang-cho", NARROW))
    row = listed(page).nth(10)
    row.scroll_into_view_if_needed()
    before, title = place(row), row.locator("h2").inner_text()
    row.locator("h2 a").tap()
    page.wait_for_url("**/bai/*")
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    page.get_by_role("link", name="Về hàng chờ").tap()
    page.wait_for_url("**/hang-cho")
    expect(row).to_be_in_viewport(ratio=1)
    assert abs(place(row)[1] - before[1]) <= 2
    page.evaluate(SHIFTS)
    below = place(listed(page).nth(11))
    row.get_by_role("button", name="Bỏ qua").tap()
    expect(row).to_contain_text("Đã bỏ qua")
    assert place(listed(page).nth(11)) == pytest.approx(below, abs=0.9)
    row.get_by_role("button", name="Hoàn tác").tap()
    expect(row.locator("h2")).to_have_text(title)
    assert place(listed(page).nth(11)) == pytest.approx(below, abs=0.9)
    page.wait_for_timeout(300)
    assert [one for one in page.evaluate("window.shifts") if one >= LEAST_SHIFT] == []
    row.get_by_role("button", name="Chọn").tap()
    draft = page.locator(".queue > .card").nth(10)  # where the row stood
    expect(draft.get_by_role("button", name="Gửi duyệt", exact=True)).to_be_visible()


@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_pictures_come_late_move_nothing_and_are_switched_off(made: Desk, opened: Opened, width: int) -> None:
    pictures = SlowPictures()
    made.app.state.web = replace(made.web, pictures=pictures)
    page = opened("/hang-cho", width)
    page.evaluate(SHIFTS)
    seen = page.locator(".queue .picture")
    expect(seen).to_have_count(15)
    for number in (0, 1):
        expect(seen.nth(number)).to_have_js_property("complete", True)
    assert place(seen.nth(1))[2:] == pytest.approx([102, 76.5] if width == WIDE else [78, 58.6], abs=1)
    assert seen.nth(1).evaluate("one => one.naturalWidth") == 240
    assert len(pictures.asked) < 15  # those further down are asked for when one comes near
    page.wait_for_timeout(300)
    assert [one for one in page.evaluate("window.shifts") if one >= LEAST_SHIFT] == []
    assert fits(page)
    page.locator(".queue > .card h2 a").nth(1).click()
    page.wait_for_url("**/bai/*")
    expect(page.locator("figure .picture")).to_be_visible()
    expect(page.locator("figure")).to_contain_text("Ảnh: Báo Hà Nội")
    page.get_by_role("link", name="Về hàng chờ").click()
    page.get_by_role("button", name="Ảnh").click()
    expect(seen).to_have_count(0)
    page.reload()
    expect(seen).to_have_count(0)
    expect(page.get_by_role("button", name="Ảnh")).to_have_attribute("aria-pressed", "false")


@pytest.mark.parametrize("view", ["Thẻ", "Gọn"])
def test_reading_can_be_used_by_everybody(made: Desk, opened: Opened, view: str) -> None:
    """As far as axe can tell: wide and light, narrow and dark, with everything open."""
    made.app.state.web = replace(made.web, pictures=SlowPictures())
    warn(made, "lu-quet", Hazard.FLASH_FLOOD, 3)
    page = opened("/hang-cho", WIDE)
    page.get_by_role("button", name=view).click()
    if view == "Gọn":
        page.locator(".queue > .card h2 a").nth(1).click()
        expect(page.locator(".pane .deeds")).to_be_visible()
    page.locator(".queue > .card").nth(3).get_by_role("button", name="Bỏ qua").click()
    expect(page.locator(".queue > .gone")).to_be_visible()
    page.locator(".warnings summary").first.click()
    expect(page.locator("#tin-moi")).to_be_visible()  # the story that moved up
    holds(page)
    page.goto(page.url.partition("/hang-cho")[0] + (page.locator("h2 a").nth(1).get_attribute("href") or ""))
    holds(page)
