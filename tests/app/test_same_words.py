"""One source's notice at several addresses is one article; another text under the same title is another notice."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from domain.article import Article
from domain.sources import FeedKind
from domain.stage import Stage
from tests.app.collecting import Desk, a_desk, a_site, a_source, article

MORNING = datetime(2026, 11, 23, 1, tzinfo=UTC)
TITLE = "Thông báo lịch cắt điện"
TEXT = (
    "Công ty Điện lực thông báo ngừng cấp điện từ 7 giờ đến 11 giờ ngày 25/11/2026 tại thôn Tả Chải, Lý Lao Chải "
    "để sửa đường dây; bà con chủ động bơm nước trước giờ cắt điện."
)
OTHER = TEXT.replace("25/11", "28/11")
Pages = dict[str, tuple[str, str]]  # path: title, text

CASES: list[tuple[str, Pages, int]] = [
    ("two addresses", {"/1": (TITLE, TEXT), "/2": (TITLE, TEXT)}, 1),
    ("a mobile page", {"/m/tin-1": (TITLE, TEXT), "/tin-1": (TITLE, TEXT)}, 1),
    ("an AMP page", {"/tin-1": (TITLE, TEXT), "/amp/tin-1": (TITLE, TEXT)}, 1),
    ("a page for print", {"/tin-1": (TITLE, TEXT), "/in/tin-1": (TITLE, TEXT)}, 1),
    ("a parameter", {"/tin?id=1": (TITLE, TEXT), "/tin?id=1%26c=2": (TITLE, TEXT)}, 1),
    ("capitals", {"/tin-1": (TITLE, TEXT), "/TIN-1": (TITLE, TEXT)}, 1),
    ("two sections", {"/y-te/1": (TITLE, TEXT), "/thong-bao/1": (TITLE, TEXT)}, 1),
    ("three times", {"/1": (TITLE, TEXT), "/2": (TITLE, TEXT), "/3": (TITLE, TEXT)}, 1),
    ("blanks in the text", {"/1": (TITLE, TEXT), "/2": (TITLE, TEXT.replace("; ", ";  "))}, 1),
    ("a session", {"/tin;jsessionid=A1": (TITLE, TEXT), "/tin;jsessionid=B2": (TITLE, TEXT)}, 1),
    ("two and one", {"/1": (TITLE, TEXT), "/2": (TITLE, OTHER), "/3": (TITLE, TEXT)}, 2),
    # each a notice of its own
    ("another day", {"/1": (TITLE, TEXT), "/2": (TITLE, OTHER)}, 2),
    ("another title", {"/1": (TITLE, TEXT), "/2": ("Lịch cắt điện tuần này", TEXT)}, 2),
    ("another hour", {"/1": (TITLE, TEXT), "/2": (TITLE, TEXT.replace("7 giờ", "8 giờ"))}, 2),
    ("another place", {"/1": (TITLE, TEXT), "/2": (TITLE, TEXT.replace("Tả Chải", "Séo Mý Tỷ"))}, 2),
    ("more of it", {"/1": (TITLE, TEXT), "/2": (TITLE, TEXT + "\nLiên hệ 1900 9095 để biết thêm chi tiết.")}, 2),
]


@pytest.fixture(params=["sqlite", "postgresql"])
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Desk]:
    url = request.getfixturevalue("postgresql_url") if request.param == "postgresql" else ""
    with a_desk(tmp_path, MORNING, database_url=url) as made:
        yield made


def a_feed(base: str, paths: list[str]) -> bytes:
    items = "".join(f"<item><title>Tin {path}</title><link>{base}{path}</link></item>" for path in paths)
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Xã</title>{items}</channel></rss>'.encode()


def queued(desk: Desk) -> int:
    with desk.services.database.read() as store:
        return store.progress.counts()[Stage.QUEUED]


@pytest.mark.parametrize(("pages", "number"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
@pytest.mark.parametrize("together", [True, False], ids=["at once", "one after the other"])
def test_the_same_words_are_one_article(desk: Desk, pages: Pages, number: int, together: bool) -> None:
    shown = list(pages) if together else list(pages)[:1]

    def answer(path: str, _: dict[str, str]):
        if path == "/rss":
            return 200, {}, a_feed(base, shown)
        return 200, {}, article(*pages[path])

    with a_site(answer) as base:
        desk.add(a_source(base), (f"{base}/rss", FeedKind.FEED, ""))
        desk.crawl()
        desk.crawl()
        desk.work()
        shown[:] = list(pages)
        desk.clock.at += timedelta(hours=2)
        for _ in range(2):
            desk.crawl()
            desk.work()

    assert queued(desk) == number


def test_another_sources_same_words_are_its_own_article(desk: Desk) -> None:
    def answer(path: str, _: dict[str, str]):
        return (200, {}, a_feed(bases[0], [])) if path == "/rss" else (200, {}, article(TITLE, TEXT))

    with a_site(lambda path, asked: one(0, path)) as first, a_site(lambda path, asked: one(1, path)) as second:
        bases = [first, second]

        def one(number: int, path: str):
            return (200, {}, a_feed(bases[number], ["/1"])) if path == "/rss" else answer(path, {})

        for number, base in enumerate(bases):
            desk.add(a_source(base, f"xa{number}"), (f"{base}/rss", FeedKind.FEED, ""))
        for _ in range(2):
            desk.crawl()
            desk.work()

    assert queued(desk) == 2


def test_an_article_that_was_withdrawn_may_come_again_elsewhere(desk: Desk) -> None:
    gone, shown = set[str](), ["/1"]

    def answer(path: str, _: dict[str, str]):
        if path == "/rss":
            return 200, {}, a_feed(base, shown)
        return (404, {}, b"") if path in gone else (200, {}, article(TITLE, TEXT))

    with a_site(answer) as base:
        desk.add(a_source(base), (f"{base}/rss", FeedKind.FEED, ""))
        desk.crawl()
        desk.crawl()
        desk.work()
        gone.add("/1")
        desk.clock.at += timedelta(hours=2)
        desk.crawl()
        desk.work()
        shown.append("/2")
        desk.clock.at += timedelta(hours=2)
        for _ in range(2):
            desk.crawl()
            desk.work()
        with desk.services.database.read() as store:
            second: Article = store.articles.find_by_url([f"{base}/2"])[f"{base}/2"]

    assert second.stage is Stage.QUEUED
