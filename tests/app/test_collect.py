import json
import logging
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from app.collect import MAX_JOBS_PER_HOST
from crawlers.feeds.sitemaps import MAX_ENTRIES
from desk.sources import adding, collecting
from domain.article import article_id
from domain.sources import FeedEntry, FeedKind, SourceKind
from domain.stage import Outcome, Stage
from domain.visits import FetchError, VisitMessage, visit_message
from tests.app.collecting import DAY, HOUR, MINUTE, Desk, a_desk, a_site, a_source, article, rss
from tests.making import said

MORNING = datetime(2026, 11, 23, 1, tzinfo=UTC)
TEXT = (
    "Sáng 23/11, Sở Y tế tỉnh Lào Cai tổ chức tiêm chủng miễn phí cho trẻ dưới năm tuổi tại tất cả các trạm y tế xã. "
    "Người dân mang theo sổ tiêm chủng và gọi số 1900 9095 để đặt lịch trước.\n"
    "Các trạm mở cửa từ 7 giờ đến 16 giờ 30 trong ba ngày liền, kể cả thứ Bảy, và có bác sĩ của tỉnh về hỗ trợ.\n"
    "Gia đình ở thôn xa được xe của xã đón theo giờ đã báo trước cho trưởng thôn."
)
SHORT = "Tin vắn trong ngày của tòa soạn, xem thêm ở trang trong của số báo hôm nay, mời bạn đọc."


@pytest.fixture
def desk(tmp_path: Path):
    with a_desk(tmp_path, MORNING) as made:
        yield made


# -- Who is visited, and when


def test_a_host_with_a_long_list_leaves_room_and_warnings_come_first(desk: Desk) -> None:
    greedy, quiet = a_source("https://lon.example", "lon"), a_source("https://nho.example", "nho")
    warning = a_source("https://khi-tuong.example", "kt", kind=SourceKind.WARNING_SERVICE)
    for source in (greedy, quiet, warning):
        desk.add(source, (f"{source.home_url}rss", FeedKind.FEED, ""))
    with desk.services.database.write() as store:
        for source, number in ((greedy, 500), (quiet, 3), (warning, 2)):
            entries = [FeedEntry(url=f"{source.home_url}{n}.html") for n in range(number)]
            collecting.discover(store, source.id, entries, MORNING)
    jobs = desk.collector.due()
    shares = Counter(job.url.split("/")[2] for job in jobs)
    assert shares == {"lon.example": MAX_JOBS_PER_HOST, "nho.example": 4, "khi-tuong.example": 3}
    assert [job.key.split(":")[0] for job in jobs][:4] == ["feed", "feed", "feed", "page"]
    assert "khi-tuong" in jobs[0].url
    assert "khi-tuong" in jobs[3].url
    assert desk.collector.due() == []


def test_of_a_source_the_newest_articles_are_read_first(desk: Desk) -> None:
    source = a_source("https://lon.example")
    desk.add(source)
    with desk.services.database.write() as store:
        entries = [FeedEntry(url=f"{source.home_url}{n}", published_at=MORNING - n * HOUR) for n in reversed(range(50))]
        collecting.discover(store, source.id, entries, MORNING)
    assert [job.url for job in desk.collector.due()] == [f"{source.home_url}{n}" for n in range(MAX_JOBS_PER_HOST)]


def test_a_feed_is_asked_whole_once_a_day_although_it_answers_not_modified(desk: Desk) -> None:
    def answer(path: str, asked: dict[str, str]):
        if asked.get("if-none-match") == '"1"':  # and wrongly so: there is something new
            return 304, {}, b""
        return 200, {"ETag": '"1"'}, rss(base, "a" if desk.clock.at < MORNING + HOUR else "b")

    with a_site(answer) as base:
        desk.add(a_source(base), (f"{base}/rss", FeedKind.FEED, ""))
        for _ in range(25):
            desk.crawl()
            desk.clock.at += HOUR
        feed_jobs = [job for job in desk.asked if job.key.startswith("feed:")]
        assert [job.unconditional for job in feed_jobs[:3]] == [True, False, False]
        assert any(job.unconditional for job in feed_jobs[3:])
        with desk.services.database.read() as store:
            assert collecting.discover(store, "bao", [FeedEntry(url=f"{base}/b.html")], MORNING) == 0


def test_a_warning_service_with_much_news_is_asked_every_minute_and_a_paper_that_sends_all_every_two(
    desk: Desk,
) -> None:
    number = 0

    def answer(path: str, asked: dict[str, str]):
        nonlocal number
        number += 8
        return 200, {}, rss(base, *(f"{path[1:]}{n}" for n in range(number, number + 8)))

    with a_site(answer) as base:
        desk.add(a_source(base, kind=SourceKind.WARNING_SERVICE), (f"{base}/w", FeedKind.FEED, ""))
        desk.add(a_source(base, "p"), (f"{base}/p", FeedKind.FEED, ""))
        for _ in range(280):
            desk.clock.at += MINUTE / 2
            for job in desk.collector.due():
                if job.key.startswith("feed:"):
                    desk.collector.deliver(desk.fetch(job))
                else:
                    desk.collector.under_way.pop(job.key)
        [warning], [paper] = desk.feeds("bao"), desk.feeds("p")
        assert warning.interval_seconds == 60
        assert paper.interval_seconds == 120


def test_a_source_that_fails_is_asked_ever_more_rarely_but_never_given_up(desk: Desk) -> None:
    def answer(path: str, asked: dict[str, str]):
        return (404, {}, b"") if desk.clock.at < MORNING + 20 * DAY else (200, {}, rss(base, "a"))

    with a_site(answer) as base:
        desk.add(a_source(base), (f"{base}/rss", FeedKind.FEED, ""))
        times = []
        while desk.clock.at < MORNING + 21 * DAY:
            times += [desk.clock.at for job in desk.crawl() if job.key.startswith("feed")]
            [feed] = desk.feeds("bao")
            desk.clock.at = feed.due_at
        pauses = [later - earlier for earlier, later in pairwise(times)]
        assert pauses[0] < pauses[2] < 12.5 * HOUR
        assert max(pauses) <= 12.5 * HOUR
        [feed] = desk.feeds("bao")
        assert (feed.failures, feed.penalty) == (0, 0.0)
        assert [message.code for message in feed.last_messages] == [VisitMessage.ENTRIES]


def test_our_own_bug_is_told_and_does_not_ask_again_every_second(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    with a_site(lambda path, asked: (200, {}, rss(base, "a"))) as base:
        desk.add(a_source(base), (f"{base}/rss", FeedKind.FEED, ""))

        def broken(*_: object) -> object:
            raise ZeroDivisionError

        monkeypatch.setattr(desk.collector, "read", broken)
        assert len(desk.crawl()) == 1
        assert desk.crawl() == []
        [feed] = desk.feeds("bao")
        assert feed.failures == 1
        assert feed.last_messages == (visit_message(FetchError.INTERNAL),)
        monkeypatch.undo()
        desk.clock.at = feed.due_at
        assert len(desk.crawl()) == 1
        assert desk.feeds("bao")[0].failures == 0


# -- Where articles come from


def sitemap(*urls: str, index: bool = False, lastmod: str = "") -> bytes:
    outer, inner = ("sitemapindex", "sitemap") if index else ("urlset", "url")
    day = f"<lastmod>{lastmod}</lastmod>" if lastmod else ""
    rows = "".join(f"<{inner}><loc>{url}</loc>{day}</{inner}>" for url in urls)
    return f'<{outer} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</{outer}>'.encode()


def test_the_newest_sitemaps_of_an_index_are_read_and_make_room_for_newer_ones(desk: Desk) -> None:
    maps = [1, 2, 3, 4, 5]

    def answer(path: str, asked: dict[str, str]):
        if path == "/sitemap.xml":
            rows = "".join(
                f"<sitemap><loc>{base}/map-{n}.xml</loc><lastmod>2026-11-{n:02}</lastmod></sitemap>" for n in maps
            )
            return (
                200,
                {},
                f"<sitemapindex>{rows}<sitemap><loc>https://other.example/x.xml</loc></sitemap></sitemapindex>".encode(),
            )
        return 200, {}, sitemap(f"{base}{path}/bai.html", lastmod="2026-11-22")

    with a_site(answer) as base:
        desk.add(a_source(base), (f"{base}/sitemap.xml", FeedKind.SITEMAP, ""))
        desk.crawl()
        desk.crawl()
        assert {feed.url for feed in desk.feeds("bao")} == {
            f"{base}/{name}.xml" for name in ("sitemap", "map-5", "map-4", "map-3")
        }
        with desk.services.database.read() as store:
            assert {page.url for page in store.crawl_queue.due(desk.clock.at, 10)} == {
                f"{base}/map-{n}.xml/bai.html" for n in (3, 4, 5)
            }
        maps.append(6)
        desk.clock.at += 13 * HOUR
        desk.crawl()
        assert {feed.url for feed in desk.feeds("bao")} == {
            f"{base}/{name}.xml" for name in ("sitemap", "map-6", "map-5", "map-4")
        }


def test_the_archive_in_a_sitemap_is_known_but_not_visited(desk: Desk) -> None:
    old = [f"/cu-{n}.html" for n in range(300)]

    def answer(path: str, asked: dict[str, str]):
        extra = ["/moi-1.html"] if desk.clock.at > MORNING else []
        return 200, {}, sitemap(*(f"{base}{one}" for one in (*old, *extra)))

    with a_site(answer) as base:
        desk.add(a_source(base), (f"{base}/sitemap.xml", FeedKind.SITEMAP, ""))
        desk.crawl()
        with desk.services.database.read() as store:
            assert store.crawl_queue.count_waiting() == 100
        desk.clock.at += 13 * HOUR
        [job] = [job for job in desk.collector.due() if job.key.startswith("feed")]
        desk.collector.deliver(desk.fetch(job))
        with desk.services.database.read() as store:
            assert store.crawl_queue.count_waiting() == 101


def test_a_page_of_a_portal_without_a_feed_is_read_by_its_rule(desk: Desk) -> None:
    page = "<html><body><div class=tin><a href=/1.html>Thông báo tiêm chủng mở rộng</a></div><a href=/2.html>Menu</a>"

    with a_site(lambda path, asked: (200, {"Content-Type": "text/html"}, page.encode())) as base:
        desk.add(a_source(base), (f"{base}/thong-bao", FeedKind.LIST_PAGE, ".tin a"))
        desk.crawl()
        with desk.services.database.read() as store:
            assert [one.url for one in store.crawl_queue.due(desk.clock.at, 9)] == [f"{base}/1.html"]


# -- One article, one identity


def test_addresses_that_only_count_visitors_and_canonical_twins_are_one_article(desk: Desk) -> None:
    def answer(path: str, asked: dict[str, str]):
        if path == "/rss":
            return 200, {}, rss(base, "m/1", "1").replace(b"1.html<", b"1.html?utm_source=rss&amp;fbclid=9<")
        return 200, {}, article("Tiêm chủng miễn phí ở Lào Cai", TEXT, canonical=f"{base}/1.html?utm_medium=x")

    with a_site(answer) as base:
        desk.add(a_source(base), (f"{base}/rss", FeedKind.FEED, ""))
        desk.crawl()
        desk.crawl()
        desk.work()
        with desk.services.database.read() as store:
            counts = store.progress.counts()
            assert counts[Stage.QUEUED] == 1
            [(twin, outcome)] = store.progress.stopped(Outcome.DISCARDED, 9)
            assert outcome.reason == "same-article"
            kept = store.articles.find_by_url([f"{base}/1.html"])[f"{base}/1.html"]
            assert kept.id != twin.id
        assert "utm_" not in json.dumps([job.url for job in desk.asked])
        desk.clock.at += 6 * MINUTE
        pages = [job for job in desk.collector.due() if job.key.startswith("page")]
        assert len(pages) == 1, "the twin is not visited any more"


def test_a_site_that_calls_every_page_by_one_address_loses_no_article(desk: Desk) -> None:
    def answer(path: str, asked: dict[str, str]):
        if path == "/rss":
            return 200, {}, rss(base, "a", "b", "c")
        return 200, {}, article(f"Bài riêng {path[1:]}", f"{path} {TEXT}", canonical=f"{base}/tin-tuc")

    with a_site(answer) as base:
        desk.add(a_source(base), (f"{base}/rss", FeedKind.FEED, ""))
        desk.crawl()
        desk.crawl()
        desk.work()
        with desk.services.database.read() as store:
            assert store.progress.counts()[Stage.QUEUED] == 3


# -- What Nguồn tin says


def word(desk: Desk, source_id: str = "bao") -> str:
    with desk.services.database.read() as store:
        [page] = adding.list_sources(store, desk.clock.at, source_id)
        return said([page.health.name])


HOSTILE = {
    "lol": b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><rss><channel><title>&b;',
    "page": b"<!doctype html><html><body><h1>404</h1></body></html>",
    "empty": b"",
    "binary": b"%PDF-1.7 \x00\x01",
    "nested": b"<rss>" + b"<a>" * 200_000,
    "control": b"\x01\x02\x03" * 1000,
}


@pytest.mark.parametrize("kind", [FeedKind.FEED, FeedKind.SITEMAP, FeedKind.LIST_PAGE])
@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_whatever_an_address_answers_there_is_a_plain_note_and_the_next_visit(
    desk: Desk, name: str, kind: FeedKind
) -> None:
    with a_site(lambda path, asked: (200, {"Content-Type": "text/xml"}, HOSTILE[name])) as base:
        desk.add(a_source(base), (f"{base}/rss", kind, "a"))
        desk.crawl()
        [feed] = desk.feeds("bao")
        assert len(said(feed.last_messages)) > 10
        assert "Error" not in said(feed.last_messages)
        assert feed.due_at > desk.clock.at + 4 * MINUTE
        assert word(desk)


def test_a_billion_entries_cost_what_the_cap_costs(desk: Desk) -> None:
    body = sitemap(*(f"https://bao.example/{n}" for n in range(50_000)))
    with a_site(lambda path, asked: (200, {}, body)) as base:
        desk.add(a_source(base), (f"{base}/sitemap.xml", FeedKind.SITEMAP, ""))
        desk.crawl()
        with desk.services.database.read() as store:
            [visit] = store.source_history.visits("bao", 9)
        assert visit.entries <= MAX_ENTRIES


def test_a_dead_source_is_told_within_a_day_and_no_longer_when_it_answers(desk: Desk) -> None:
    alive = True

    def answer(path: str, asked: dict[str, str]):
        return (200, {}, rss(base, "a")) if alive else (500, {}, b"")

    with a_site(answer) as base:
        desk.add(a_source(base), (f"{base}/rss", FeedKind.FEED, ""))
        desk.crawl()
        assert word(desk) == "đang đọc tốt"
        alive = False

        def told() -> list[str]:
            with desk.services.database.read() as store:
                return [said(one.health.why) for one in adding.troubled(store, desk.clock.at)]

        assert told() == []
        for _ in range(46):
            desk.clock.at += HOUR / 2
            desk.crawl()
        assert desk.clock.at < MORNING + DAY
        [sentence] = told()
        assert "500" in sentence
        alive = True
        desk.clock.at += DAY
        desk.crawl()
        assert told() == []


def test_one_address_of_two_that_fails_is_said_and_the_source_is_not_called_dead(desk: Desk) -> None:
    with a_site(lambda path, asked: (200, {}, rss(base, "a")) if path == "/1" else (403, {}, b"")) as base:
        desk.add(a_source(base), (f"{base}/1", FeedKind.FEED, ""), (f"{base}/2", FeedKind.FEED, ""))
        desk.crawl()
        assert word(desk) == "đọc được một phần"
        for _ in range(50):
            desk.clock.at += HOUR
            desk.crawl()
        with desk.services.database.read() as store:
            assert adding.troubled(store, desk.clock.at) == []


def test_a_crawler_that_does_not_run_is_told(desk: Desk) -> None:
    with a_site(lambda path, asked: (200, {}, rss(base, "a"))) as base:
        desk.add(a_source(base), (f"{base}/1", FeedKind.FEED, ""))
        desk.crawl()
        desk.clock.at += 10 * HOUR
        assert word(desk) == "chưa tới lượt"


def test_pages_that_look_otherwise_than_they_used_to_are_told_as_a_redesign(desk: Desk) -> None:
    broken = False

    def answer(path: str, asked: dict[str, str]):
        day = (desk.clock.at - MORNING).days
        if path == "/rss":
            return 200, {}, rss(base, *(f"{day}-{n}" for n in range(4)))
        text = SHORT if broken else TEXT
        return 200, {}, article(f"Bài riêng {path[1:]}", f"{path} {text}")

    with a_site(answer) as base:
        desk.add(a_source(base), (f"{base}/rss", FeedKind.FEED, ""))
        for day in range(4):
            broken = day >= 3
            for _ in range(2):
                desk.crawl()
                desk.work()
            seen = word(desk)
            assert (seen == "trang đổi giao diện") is broken, (day, seen)
            desk.clock.at += DAY


# -- Watching


def test_an_article_that_is_announced_under_another_title_is_read_again_at_once(desk: Desk) -> None:
    title = "Tin"

    def answer(path: str, asked: dict[str, str]):
        if path == "/rss":
            return 200, {}, rss(base, "a", title=title)
        return 200, {}, article(f"{title}: tiêm chủng", TEXT)

    with a_site(answer) as base:
        desk.add(a_source(base), (f"{base}/rss", FeedKind.FEED, ""))
        desk.crawl()
        desk.crawl()
        desk.work()
        desk.clock.at += 13 * HOUR  # the page itself is due after the feed only
        with desk.services.database.write() as store:
            store.crawl_queue.schedule(article_id(f"{base}/a.html"), desk.clock.at + 3 * HOUR)
        title = "Đính chính"
        assert [job.key.split(":")[0] for job in desk.crawl()] == ["feed"]
        assert [job.url for job in desk.crawl()] == [f"{base}/a.html"]


@pytest.mark.parametrize("gone", [(404, {}, b""), (410, {}, b""), (302, {"Location": "/"}, b"")])
def test_an_article_that_is_gone_is_withdrawn_once_and_stands_again_when_it_returns(desk: Desk, gone) -> None:
    away = False

    def answer(path: str, asked: dict[str, str]):
        if path == "/rss":
            return 200, {}, rss(base, "a")
        if path == "/":
            return 200, {}, article("Trang chủ", TEXT)
        return gone if away else (200, {"ETag": '"1"'}, article("Tiêm chủng miễn phí", TEXT))

    with a_site(answer) as base:
        desk.add(a_source(base), (f"{base}/rss", FeedKind.FEED, ""))
        desk.crawl()
        desk.crawl()
        desk.work()

        def standing() -> tuple[bool, list[str]]:
            with desk.services.database.read() as store:
                kept = store.articles.get(article_id(f"{base}/a.html"))
                return kept.withdrawn_at is not None, [one.grade for one in store.versions.list(kept.id)]

        assert standing() == (False, [])
        away = True
        desk.wait(30 * MINUTE, 6 * MINUTE)
        assert standing() == (True, ["withdrawn"])
        with desk.services.database.read() as store:
            article_now = store.articles.get(article_id(f"{base}/a.html"))
            assert "1900 9095" in article_now.text
            assert "withdrawn" in store.stories.get(article_now.story_id).flags
        away = False
        desk.wait(HOUR, 10 * MINUTE)
        withdrawn, grades = standing()
        assert not withdrawn
        assert grades[0] == "withdrawn"


def test_an_article_that_was_shared_is_watched_longer(desk: Desk) -> None:
    from desk.sources.revisits import next_look

    def looks(shared: bool) -> int:
        at: datetime | None = MORNING
        count = 0
        while at and count < 2000:
            at = next_look(MORNING, at, chosen=shared)
            count += 1
        return count

    days = DAY * 40
    assert next_look(MORNING, MORNING + days) is None
    assert next_look(MORNING, MORNING + days, chosen=True) is not None
    assert looks(True) > 2 * looks(False)


PAGES = {
    "nested": b"<html><body>" + b"<div>" * 1_000_000,
    "pdf": b"%PDF-1.7" + bytes(500),
    "control": b"<html><body><p>" + bytes(range(1, 32)) * 500,
    "list": b"<html><body>" + b"<h3><a href=/x.html>M\xe1\xbb\x99t t\xe1\xbb\xb1a b\xc3\xa0i</a></h3>" * 300,
    "nothing": b" ",
}


def test_hostile_pages_are_put_aside_with_a_reason_and_the_honest_one_beside_them_goes_on(desk: Desk) -> None:
    def answer(path: str, asked: dict[str, str]):
        if path == "/rss":
            return 200, {}, rss(base, *PAGES, "honest")
        body = PAGES.get(path[1:].partition(".")[0]) or article("Tiêm chủng ở Lào Cai", TEXT)
        return 200, {"Content-Type": "text/html; charset=utf-8"}, body

    with a_site(answer) as base:
        desk.add(a_source(base), (f"{base}/rss", FeedKind.FEED, ""))
        desk.crawl()
        desk.crawl()
        desk.work()
        with desk.services.database.read() as store:
            assert store.progress.counts()[Stage.QUEUED] == 1
            assert store.progress.stopped(Outcome.QUARANTINE, 9) == []
            stopped = {row.url: outcome.reason for row, outcome in store.progress.stopped(Outcome.DISCARDED, 9)}
        assert {url.rpartition("/")[2] for url in stopped} <= {f"{name}.html" for name in PAGES}
        assert set(stopped.values()) <= {"not-an-article", "too-short"}
        assert len(stopped) >= 3


# -- A database that takes nothing


def test_while_the_disk_is_full_publishers_are_asked_one_at_a_time_and_it_is_said_once(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    asked: list[str] = []

    def answer(path: str, _asked: dict[str, str]):
        asked.append(path)
        return 200, {}, rss(base, "a")

    with a_site(answer) as base:
        for number in range(5):
            desk.add(a_source(base, f"bao-{number}"), (f"{base}/rss{number}", FeedKind.FEED, ""))
        jobs = desk.collector.due()
        with monkeypatch.context() as full, caplog.at_level(logging.WARNING):
            full.setattr(desk.services.database, "write", _full)
            for job in jobs:
                desk.collector.deliver(desk.fetch(job))
            assert len(asked) == 5  # were on their way
            for _ in range(3):
                assert desk.crawl() == []  # it rests
                desk.collector.rests_until = 0.0
                assert len(desk.crawl()) == 1
        assert [record.name for record in caplog.records] == ["diemtin.database"]
        desk.collector.rests_until = 0.0
        assert len(desk.crawl()) == 1  # one that comes through is enough
        assert len(desk.crawl()) >= 4


@pytest.mark.parametrize("does", ["write", "read"])
def test_a_database_that_takes_no_lease_or_cannot_even_be_read_is_waited_for_and_nobody_is_asked(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, does: str
) -> None:
    desk.add(a_source("https://bao.example"), ("https://bao.example/rss", FeedKind.FEED, ""))
    with monkeypatch.context() as broken, caplog.at_level(logging.WARNING):
        broken.setattr(desk.services.database, does, _full)
        for _ in range(3):
            desk.collector.rests_until = 0.0
            assert desk.collector.due() == []
    assert [record.name for record in caplog.records] == ["diemtin.database"]
    desk.collector.rests_until = 0.0
    assert len(desk.collector.due()) == 1


@contextmanager
def _full(*_: object, **__: object) -> Iterator[None]:
    cause = sqlite3.OperationalError("database or disk is full")
    cause.sqlite_errorcode = sqlite3.SQLITE_FULL
    raise OperationalError("COMMIT", None, cause)
    yield


def test_what_is_odd_about_a_feed_is_still_told_when_it_is_unchanged(desk: Desk) -> None:
    def answer(path: str, asked: dict[str, str]):
        if path != "/rss":
            return 200, {}, article("Bảng thông báo", TEXT)
        if asked.get("if-none-match"):
            return 304, {}, b""
        return 200, {"ETag": '"1"'}, rss(base, "tb").replace(b"</item>", b"</item>" + second, 1)

    with a_site(answer) as base:
        second = f"<item><title>Lịch tiếp dân</title><link>{base}/tb.html</link><guid>tb-2</guid></item>".encode()
        desk.add(a_source(base), (f"{base}/rss", FeedKind.FEED, ""))
        desk.crawl()
        first = [one.code for one in desk.feeds("bao")[0].last_messages]
        desk.clock.at += HOUR
        desk.crawl()
        again = [one.code for one in desk.feeds("bao")[0].last_messages]

    assert first == [VisitMessage.ENTRIES, "feed-note.shared-address"]
    assert again == [VisitMessage.UNCHANGED, "feed-note.shared-address"]
