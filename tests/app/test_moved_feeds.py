"""A feed that has moved for good is read at its new address from then on; one that is only led elsewhere is not."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawlers.fetch.hosts import Visit
from crawlers.fetch.outcomes import HttpAnswer, ending
from crawlers.fetch.visits import FetchJob
from domain.sources import FeedKind
from domain.visits import VisitMessage
from tests.app.collecting import Desk, a_desk, a_source, rss

MORNING = datetime(2026, 11, 23, 1, tzinfo=UTC)
OLD, NEW, OTHER = "http://xa.example.vn/rss", "https://xa.example.vn/rss.xml", "https://tinh.example.vn/rss"
PAGE = b"<!doctype html><html><body>Wi-Fi</body></html>"
FOUND = rss("https://xa.example.vn", "a")


@pytest.fixture(params=["sqlite", "postgresql"])
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Desk]:
    url = request.getfixturevalue("postgresql_url") if request.param == "postgresql" else ""
    with a_desk(tmp_path, MORNING, database_url=url) as made:
        made.add(a_source("https://xa.example.vn"), (OLD, FeedKind.FEED, ""))
        yield made


def visited(desk: Desk, *steps: tuple[int, str], status: int = 200, content: bytes = FOUND) -> str:
    """The feed's address after a visit that was led along these steps."""
    job = next(job for job in desk.collector.due() if job.key.startswith("feed:"))
    visit = Visit(job=FetchJob(key=job.key, url=job.url, kind="feed"), url=job.url)
    for number, url in steps:
        visit = visit.onward(url, permanent=number in (301, 308))
    desk.collector.deliver(ending(visit, HttpAnswer(status=status, content=content), limit=10**6))
    return desk.feeds("bao")[0].url


MOVES = [
    ([(301, NEW)], NEW),
    ([(308, NEW)], NEW),
    ([(301, OTHER), (301, NEW)], NEW),
    ([(301, NEW), (302, OTHER)], NEW),
    ([(308, NEW), (307, OTHER)], NEW),
    ([(301, NEW + "#rss")], NEW),
    ([(301, "https://khac.example.vn/?lang=vi&copy=1")], "https://khac.example.vn/?lang=vi&copy=1"),
    # only for now
    ([(302, NEW)], OLD),
    ([(303, NEW)], OLD),
    ([(307, NEW)], OLD),
    ([(302, OTHER), (301, NEW)], OLD),
    ([], OLD),
    # where nobody who publishes is
    ([(301, "https://www.facebook.com/xa")], OLD),
    ([(301, "https://bit.ly/3x")], OLD),
]


@pytest.mark.parametrize(("steps", "address"), MOVES)
def test_a_move_for_good_is_followed_for_good(desk: Desk, steps: list[tuple[int, str]], address: str) -> None:
    assert visited(desk, *steps) == address
    told = [one.code for one in desk.feeds("bao")[0].last_messages]
    assert (VisitMessage.MOVED in told) == (address != OLD)


@pytest.mark.parametrize(
    ("status", "content"),
    [(200, PAGE), (200, b""), (404, FOUND), (500, FOUND), (200, rss("https://xa.example.vn")), (200, b"{}")],
    ids=["a page", "nothing", "not there", "in trouble", "no entries", "another thing"],
)
def test_what_is_no_feed_moves_none(desk: Desk, status: int, content: bytes) -> None:
    assert visited(desk, (301, NEW), status=status, content=content) == OLD


def test_a_feed_that_is_unchanged_at_its_new_address_moves(desk: Desk) -> None:
    assert visited(desk, (301, NEW), status=304, content=b"") == NEW


def test_two_feeds_are_not_moved_to_one_address(desk: Desk) -> None:
    desk.add(a_source("https://tinh.example.vn", "tinh"), (NEW, FeedKind.FEED, ""))
    assert visited(desk, (301, NEW)) == OLD
