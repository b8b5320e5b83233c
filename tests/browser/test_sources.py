"""Nguồn tin in a real browser: a source is added as proposed and changed later; lists go in and out."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import cast
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from api.main import create_app
from api.services import FoundFeed, Web
from app.bootstrap import Services
from app.feed_finder import find_feeds
from app.readers.feeds import read
from app.settings import Settings
from app.source_lists import OpmlLists
from database.engine import SqlDatabase
from desk.ranking.ranker import Ranker
from domain.people import Role
from domain.sources import Source, SourceKind
from domain.stage import Stage
from nlp.places.units import VietnamGazetteer
from tests.api.conftest import Desk
from tests.app.collecting import Answer, a_site, rss
from tests.browser.desk import PATIENCE
from tests.browser.serving import served
from tests.making import NOON, an_article

pytestmark = pytest.mark.browser
HTML = {"Content-Type": "text/html; charset=utf-8"}
STATION = (
    "<html><title>Trang chủ | Đài Khí tượng Thủy văn tỉnh Lào Cai</title><link rel='alternate' "
    "type='application/rss+xml' href='/tin.rss'><body><p>Cơ quan chủ quản: Cục Khí tượng Thủy văn</p>"
)
BULLETIN = (
    "Bão Hoa Ban gây mưa rất to ở Lào Cai và Sơn La đến hết ngày 24/11. Cấp độ rủi ro thiên tai: cấp 3. "
    "Người dân không đi qua ngầm tràn."
)
TITLES = ("Tiêm vắc xin sởi miễn phí cho trẻ", "Lịch cắt điện tuần tới ở phường", "Khánh thành cầu treo nối hai bản",
          "Hướng dẫn làm thẻ căn cước mới", "Phun thuốc diệt muỗi ở tổ 5", "Khai mạc phiên chợ nông sản sạch",
          "Trao áo ấm cho học sinh vùng cao")  # fmt: skip
NO_FEED = (
    "<html><title>UBND xã Y Tý</title><body><div class='menu'><a href='/gioi-thieu'>Giới thiệu chung về xã</a></div>"
    + "".join(
        f"<div class='tin'><a href='/tin/{n + 10}'>{title}</a><span>{23 - n}/11/2026</span></div>"
        for n, title in enumerate(TITLES)
    )
)
LIST = """<?xml version="1.0"?><opml version="1.0"><body><outline text="Miền núi">
<outline text="Báo Sơn La" type="rss" xmlUrl="https://bao-son-la.example/rss" htmlUrl="https://bao-son-la.example"/>
<outline text="Sở Y tế tỉnh Hà Tĩnh" xmlUrl="https://soyte.example/rss"/>
<outline text="Hội nhóm của xã" type="rss" xmlUrl="https://www.facebook.com/groups/1"/>
<outline text="Máy trong nhà" type="rss" xmlUrl="http://192.168.1.5/rss"/></outline></body></opml>"""


@dataclass
class Newsstand:
    """A desk with the real finder, readers and places, and two sites of its own."""

    desk: Desk
    base: str
    station: str
    commune: str


@pytest.fixture
def stand(sqlite_database: SqlDatabase, tmp_path: Path) -> Iterator[Newsstand]:
    desk = Desk(sqlite_database, create_app(cast(Web, None)))
    units = VietnamGazetteer()

    def station(path: str, asked: dict[str, str]) -> Answer:
        pages = {"/": STATION.encode(), "/tin.rss": rss(there, "a")}
        return (200, HTML, pages[path]) if path in pages else (404, HTML, b"")

    def commune(path: str, asked: dict[str, str]) -> Answer:
        return (200, HTML, NO_FEED.encode()) if path == "/" else (404, HTML, b"")

    with a_site(station) as there, a_site(commune) as here:
        allow = frozenset(("127.0.0.1", urlsplit(one).port or 0) for one in (there, here))

        def find(home_url: str, rule: str = "") -> tuple[Source, tuple[FoundFeed, ...]]:
            return find_feeds(home_url, read, allow, rule)

        services = Services(Settings(home=tmp_path), clock=lambda: NOON)
        desk.web = replace(
            desk.web,
            gazetteer=units,
            ranker=Ranker(gazetteer=units),
            find_feeds=find,
            source_lists=OpmlLists(services=services),
        )
        desk.browser("quan", Role.ADMINISTRATOR)
        with served(desk.app) as base:
            yield Newsstand(desk=desk, base=base, station=there, commune=here)
        services.close()


Open = Callable[[int], Page]


@pytest.fixture
def opened(stand: Newsstand, chromium: Browser) -> Iterator[Open]:
    contexts, errors = [], list[str]()

    def made(width: int) -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": 844}, locale="vi-VN", service_workers="block", accept_downloads=True
        )
        context.set_default_timeout(PATIENCE)
        context.add_cookies([{"name": "diemtin", "value": "token-quan", "url": stand.base}])
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: errors.append(str(error)))
        return page

    yield made
    for context in contexts:
        context.close()
    assert errors == []


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def find_source(page: Page, stand: Newsstand, address: str) -> None:
    page.goto(f"{stand.base}/nguon-tin")
    page.get_by_role("link", name="Thêm nguồn").click()
    page.get_by_label("Địa chỉ trang chủ").fill(address)
    page.get_by_role("button", name="Tìm nguồn cấp tin").click()
    page.get_by_label("Loại nguồn").wait_for()  # sites are visited meanwhile
    assert fits(page)


@pytest.mark.parametrize("width", [390, 1280])
def test_a_station_is_added_as_proposed_and_its_warning_counts_once_its_kind_is_right(
    stand: Newsstand, opened: Open, width: int
) -> None:
    page = opened(width)
    find_source(page, stand, stand.station)

    expect(page.get_by_label("Tên nguồn")).to_have_value("Đài Khí tượng Thủy văn tỉnh Lào Cai")
    expect(page.get_by_label("Cơ quan chịu trách nhiệm")).to_have_value("Cục Khí tượng Thủy văn")
    expect(page.get_by_label("Loại nguồn")).to_have_value("warning-service")
    expect(page.get_by_label("Phục vụ")).to_have_value("15")
    page.get_by_label("Loại nguồn").select_option("press")  # a proposal is a proposal
    page.get_by_role("button", name="Thêm nguồn này").click()
    page.wait_for_url(re.compile(r"/nguon-tin/127"))
    expect(page.locator("main")).to_contain_text("Báo, đài, tạp chí")

    source_id = page.url.rpartition("/")[2]
    bulletin = an_article(
        "bao", source_id=source_id, title="Tin bão Hoa Ban (bản tin số 1)", text=BULLETIN, stage=Stage.QUEUED,
        fetched_at=NOON - timedelta(hours=1), story_id="bao",
    )  # fmt: skip
    with stand.desk.database.write() as store:
        store.articles.add([bulletin])
        stand.desk.web.ranker.refresh(store, ["bao"])
    page.reload()
    expect(page.locator("main")).not_to_contain_text("cảnh báo đang có hiệu lực")

    page.get_by_text("Sửa tên, loại nguồn, nơi phục vụ").click()
    page.get_by_label("Loại nguồn").select_option("warning-service")
    page.get_by_role("button", name="Lưu", exact=True).click()
    expect(page.get_by_role("status").filter(has_text="Đã lưu")).to_be_visible()
    expect(page.locator("main")).to_contain_text("cảnh báo đang có hiệu lực: 1")
    assert fits(page)
    page.goto(f"{stand.base}/hang-cho")
    expect(page.locator(".warnings")).to_contain_text("Tin bão Hoa Ban")


@pytest.mark.parametrize("width", [390, 1280])
def test_two_who_change_one_source_are_told_of_each_other(stand: Newsstand, opened: Open, width: int) -> None:
    stand.desk.publish("a")
    mine, other = opened(width), opened(width)
    for page in (mine, other):
        page.goto(f"{stand.base}/nguon-tin/bao-a-example")
        page.get_by_text("Sửa tên, loại nguồn, nơi phục vụ").click()
    other.get_by_label("Loại nguồn").select_option("official")
    other.get_by_role("button", name="Lưu", exact=True).click()
    expect(other.get_by_role("status").filter(has_text="Đã lưu")).to_be_visible()

    mine.get_by_label("Tên nguồn").fill("Báo Lào Cai điện tử")
    mine.get_by_role("button", name="Lưu", exact=True).click()
    told = mine.get_by_role("alert").filter(has_text="vừa sửa nguồn này")
    expect(told).to_contain_text("Quan")
    expect(told).to_contain_text("Cơ quan, đơn vị nhà nước, đoàn thể")
    expect(mine.get_by_label("Tên nguồn")).to_have_value("Báo Lào Cai điện tử")
    expect(mine.get_by_label("Loại nguồn")).to_have_value("official")  # saving takes nothing back by accident
    mine.reload()  # the address is one that can be asked for again
    expect(mine.get_by_role("heading", name="Báo Lào Cai", exact=True)).to_be_visible()


@pytest.mark.parametrize("width", [390, 1280])
def test_a_page_without_a_feed_is_shown_as_it_would_be_read(stand: Newsstand, opened: Open, width: int) -> None:
    page = opened(width)
    find_source(page, stand, stand.commune)

    expect(page.get_by_label("Loại nguồn")).to_have_value("official")
    expect(page.get_by_label("Phục vụ")).to_have_value("15")
    rows = page.locator("ol.read li")
    expect(rows).to_have_count(len(TITLES))
    expect(rows.first).to_contain_text("Tiêm vắc xin sởi miễn phí cho trẻ")
    expect(rows.first).to_contain_text("23/11/2026")
    expect(page.get_by_label("Mẫu CSS của đường dẫn tới bài")).not_to_be_visible()

    page.get_by_text("Dành cho người rành kỹ thuật").click()
    page.get_by_label("Tên nguồn").fill("Xã Y Tý của tôi")
    page.get_by_label("Mẫu CSS của đường dẫn tới bài").fill("div.menu a")
    page.get_by_role("button", name="Xem thử").click()
    page.get_by_text("Giới thiệu chung về xã").wait_for()
    expect(rows).to_have_count(1)
    expect(page.get_by_label("Tên nguồn")).to_have_value("Xã Y Tý của tôi")
    page.get_by_label("Mẫu CSS của đường dẫn tới bài").fill("div.tin a")
    page.get_by_role("button", name="Xem thử").click()
    page.get_by_text(TITLES[0]).wait_for()
    expect(rows).to_have_count(len(TITLES))
    page.get_by_role("button", name="Thêm nguồn này").click()
    expect(page.get_by_role("heading", name="Xã Y Tý của tôi")).to_be_visible()
    with stand.desk.database.read() as store:
        [feed] = store.feeds.list(page.url.rpartition("/")[2])
    assert feed.rule == "div.tin a"


@pytest.mark.parametrize("width", [390, 1280])
def test_a_list_goes_in_after_a_look_and_out_again(stand: Newsstand, opened: Open, width: int, tmp_path: Path) -> None:
    page = opened(width)
    page.goto(f"{stand.base}/nguon-tin")
    page.get_by_role("link", name="Nhập OPML").click()
    file = tmp_path / "feedly.opml"
    file.write_text(LIST, encoding="utf-8")
    page.get_by_label("Tệp OPML").set_input_files(file)
    page.get_by_role("button", name="Xem trong tệp có gì").click()

    expect(page.get_by_role("status").filter(has_text="không nhận: 2")).to_be_visible()
    station = page.get_by_role("row").filter(has_text="Sở Y tế tỉnh Hà Tĩnh")
    kind = station.get_by_label("Loại nguồn: Sở Y tế tỉnh Hà Tĩnh")
    expect(kind.locator("option:checked")).to_have_text("Cơ quan, đơn vị nhà nước, đoàn thể")  # a proposal
    expect(station).to_contain_text("Hà Tĩnh")
    expect(page.get_by_role("row").filter(has_text="Hội nhóm của xã")).to_contain_text("mạng xã hội")
    assert fits(page)
    kind.select_option("Báo, đài, tạp chí, trang tin")
    page.get_by_role("checkbox", name="Báo Sơn La").uncheck()
    page.get_by_role("button", name="Thêm các nguồn đã chọn").click()
    expect(page.get_by_role("status").filter(has_text="Đã thêm 1 địa chỉ")).to_be_visible()
    page.get_by_role("link", name="Xem các nguồn").click()
    expect(page.get_by_role("link", name="Sở Y tế tỉnh Hà Tĩnh")).to_be_visible()
    with stand.desk.database.read() as store:
        assert [one.kind for one in store.sources.list() if "Hà Tĩnh" in one.name] == [SourceKind.PRESS]

    with page.expect_download() as download:
        page.get_by_role("link", name="Xuất OPML").click()
    assert download.value.suggested_filename == "nguon-tin-2026-11-23.opml"
