"""A feed, a list page or a home page costs its own time only, in the crawler and where a source is added."""

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from urllib.parse import urlsplit

import pytest

from app.collect import Collector
from app.feed_finder import find_feeds
from app.feed_reading import Read, feed_readers
from app.filing import MAX_HELD_BYTES, Filing
from app.readers import feeds
from app.readers.feeds import Question, Wanted
from app.readers.one import Closed, Lost
from app.settings import Settings
from crawlers.fetch.visits import Fetched
from domain.errors import BadInput
from domain.message import say
from domain.sources import Announcement, FeedKind
from domain.visits import FetchError, VisitMessage, visit_message
from tests.app.collecting import Desk, a_desk, a_site, a_source, rss
from tests.app.readers import steps

NOW = datetime(2026, 11, 23, tzinfo=UTC)
ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="only Linux keeps a limit of memory")
GOOD = rss("https://bao.example.vn", "a", "b")


@pytest.fixture(autouse=True)
def _readers_obey(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "prepare", steps.prepare_feeds)


def settings(home: Path, deadline_seconds: float = 300.0) -> Settings:
    return Settings(home=home, reader_deadline_seconds=deadline_seconds)


@pytest.fixture
def read(tmp_path: Path) -> Iterator[Read]:
    with feed_readers(settings(tmp_path)) as read:
        yield read


def a_question(content: bytes) -> Question:
    return Question(wanted=Wanted.FEED, content=content, url="https://bao.example.vn/rss", now=NOW)


def urls(answer: object) -> list[str]:
    assert isinstance(answer, Announcement)
    return [entry.url for entry in answer.entries]


def test_a_feed_is_read_as_ever(read: Read) -> None:
    assert urls(read(a_question(GOOD))) == ["https://bao.example.vn/a.html", "https://bao.example.vn/b.html"]


@pytest.mark.parametrize("order", ["die 1", "crash", "send-code", pytest.param("fail-to-allocate", marks=ON_LINUX)])
def test_a_feed_that_ends_its_reader_is_said_and_the_next_is_read(read: Read, order: str) -> None:
    with pytest.raises(Lost) as lost:
        read(a_question(order.encode()))

    assert lost.value.error is FetchError.UNREADABLE
    assert len(urls(read(a_question(GOOD)))) == 2


@pytest.mark.parametrize("order", [b"hang", b"spin"])
def test_a_feed_that_never_ends_is_said_and_the_next_is_read(tmp_path: Path, order: bytes) -> None:
    with feed_readers(settings(tmp_path, 1.0)) as hasty:
        with pytest.raises(Lost) as lost:
            hasty(a_question(order))
        assert lost.value.error is FetchError.TOO_SLOW
    with feed_readers(settings(tmp_path)) as patient:
        assert len(urls(patient(a_question(GOOD)))) == 2


def test_a_feeds_reader_has_no_network(read: Read) -> None:
    with a_site(lambda path, asked: (200, {}, b"")) as base:
        assert str(read(a_question(f"connect {urlsplit(base).port}".encode()))).startswith("refused")


def test_whoever_waits_for_a_feed_that_hangs_is_let_go_when_the_crawler_ends(tmp_path: Path) -> None:
    with ThreadPoolExecutor(1) as other:
        with feed_readers(settings(tmp_path)) as read:
            read(a_question(GOOD))
            waiting = other.submit(read, a_question(b"hang"))
        with pytest.raises(Closed):
            waiting.result(60)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with a_desk(tmp_path, NOW) as desk:
        yield desk


def test_a_feed_that_hangs_is_a_failed_visit_and_the_crawler_files_the_others_meanwhile(
    desk: Desk, tmp_path: Path
) -> None:
    def answer(path: str, asked: dict[str, str]):
        return 200, {"Content-Type": "text/xml"}, b"hang" if path == "/treo" else rss(base, "a")

    with a_site(answer) as base, feed_readers(settings(tmp_path, 5.0), 2) as read:
        desk.add(a_source(base), (f"{base}/treo", FeedKind.FEED, ""), (f"{base}/rss", FeedKind.FEED, ""))
        desk.collector = Collector(desk.services, read)
        with Filing(desk.collector.deliver, feed_threads=2) as filing:
            for job in desk.collector.due():
                filing.put(desk.fetch(job))
            while [job for job in desk.collector.due() if job.key.startswith("feed")] or any(
                key.startswith("feed") for key in list(desk.collector.under_way)
            ):
                Event().wait(0.05)

    hung, good = desk.feeds("bao")
    assert (hung.failures, hung.last_messages) == (1, (visit_message(FetchError.TOO_SLOW),))
    assert (good.failures, good.last_messages) == (0, (say(VisitMessage.ENTRIES, entries=1, new=1),))


def test_a_home_page_that_hangs_its_reader_is_said_to_the_editor(tmp_path: Path) -> None:
    with a_site(lambda path, asked: (200, {"Content-Type": "text/html"}, b"hang")) as base:
        allow = frozenset({("127.0.0.1", urlsplit(base).port or 0)})
        with feed_readers(settings(tmp_path, 1.0)) as read, pytest.raises(BadInput) as refused:
            find_feeds(f"{base}/", read, allow)

    assert refused.value.why is not None
    assert refused.value.why.params["note"] == visit_message(FetchError.TOO_SLOW)


def test_nothing_new_is_asked_for_while_much_waits_to_be_filed(desk: Desk) -> None:
    go = Event()
    big = Fetched(
        key="page:1", url="https://bao.example.vn/1", final_url="https://bao.example.vn/1", fetched_at=NOW,
        content=bytes(MAX_HELD_BYTES), message=say(VisitMessage.READ),
    )  # fmt: skip

    def deliver(_: Fetched) -> None:
        go.wait(60)

    with Filing(deliver, feed_threads=1) as filing:
        assert filing.has_room
        filing.put(big)
        assert not filing.has_room
        go.set()
    assert filing.has_room
