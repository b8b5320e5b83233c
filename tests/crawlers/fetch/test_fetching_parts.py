"""The small parts that fetching is made of."""

import gzip
import zlib
from datetime import UTC, datetime
from typing import Any

import pytest

from crawlers.decode.payload import Broken, TooLarge, is_binary, unpacked
from crawlers.fetch.hosts import Lanes, Visit
from crawlers.fetch.robots import Rules, rules_of
from crawlers.fetch.visits import FetchJob
from domain.times import seconds_to_wait
from domain.visits import FetchError, visit_message
from tests.making import said

NOW = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("120", 120),
        ("Mon, 23 Nov 2026 05:10:00 GMT", 600),
        ("Mon, 23 Nov 2026 04:00:00 GMT", 0),
        ("99999999999999999999", 604800),
        ("-5", None),
        ("soon", None),
        ("", None),
        ("٣", None),
    ],
)
def test_retry_after_is_read_as_seconds_or_a_date(text: str, seconds: int | None) -> None:
    assert seconds_to_wait(text, NOW) == seconds


def test_unpacking_stops_at_the_cap() -> None:
    packed = gzip.compress(bytes(5000))
    assert unpacked(packed, limit=5000, encoding="gzip") == bytes(5000)
    with pytest.raises(TooLarge):
        unpacked(packed, limit=4999, encoding="x-gzip")
    raw = zlib.compress(b"tin")[2:-4]
    assert unpacked(raw, limit=10, encoding="deflate") == b"tin"
    assert unpacked(zlib.compress(b"tin"), limit=10, encoding="Deflate") == b"tin"
    with pytest.raises(Broken):
        unpacked(b"tin", limit=10, encoding="br")


@pytest.mark.parametrize(
    ("content", "binary"),
    [
        (b"%PDF-1.4", True),
        (b"\x00\x00\x00\x18ftypmp42", True),
        (b"a\x00b", True),
        (b"\x1f\x8b\x08", True),
        ("\ufeff<html>".encode("utf-16"), False),
        ("\ufeff<rss>".encode(), False),
        (b"<html>M\xb5a", False),
        (b"", False),
    ],
)
def test_a_file_is_told_from_a_page_by_its_first_bytes(content: bytes, binary: bool) -> None:
    assert is_binary(content) is binary


def test_robots_that_are_away_close_a_site_and_robots_that_are_missing_open_it() -> None:
    closed = b"User-agent: *\nDisallow: /\n"
    assert not rules_of(200, closed, None).allows("http://a.vn/x", "DiemTin/0.1")
    assert rules_of(404, closed, FetchError.HTTP_STATUS).allows("http://a.vn/x", "DiemTin/0.1")
    assert rules_of(503, b"", FetchError.HTTP_STATUS).error is FetchError.ROBOTS_UNAVAILABLE
    assert rules_of(0, b"", FetchError.DNS).error is FetchError.DNS
    assert rules_of(0, b"", FetchError.REFUSED_SOURCE).allows("http://a.vn/x", "DiemTin/0.1")
    ours = rules_of(200, b"User-agent: DiemTin\nDisallow: /a\nCrawl-delay: 500\n\nUser-agent: *\nDisallow: /", None)
    assert ours.allows("http://a.vn/b", "DiemTin/0.1 (+https://x)")
    assert not ours.allows("http://a.vn/a", "DiemTin/0.1 (+https://x)")
    assert ours.delay("DiemTin/0.1") == 60


def test_every_end_has_a_sentence_of_its_own() -> None:
    assert len({said([visit_message(error, 418)]) for error in FetchError}) == len(FetchError)
    assert "404" in said([visit_message(FetchError.HTTP_STATUS, 404)])
    assert "502" in said([visit_message(FetchError.HTTP_STATUS, 502)])
    assert said([visit_message(None, 304)]) != said([visit_message(None, 200)])


class Road:
    """Lanes with a spider that only writes down."""

    def __init__(self) -> None:
        self.sent: list[Visit] = []
        self.away: list[Visit] = []
        self.others: set[str] = set()  # another crawler's hosts
        self.clock = 0.0
        self.lanes = Lanes(
            send=lambda visit, delay: self.sent.append(visit),
            turn_away=lambda visit, rules: self.away.append(visit),
            may_ask=lambda host: host not in self.others,
            now=lambda: self.clock,
            agent="DiemTin",
            robots_seconds=100.0,
        )

    def add(self, url: str) -> None:
        self.lanes.add(Visit(job=FetchJob(key=url, url=url), url=url))

    def urls(self) -> list[str]:
        return [visit.url for visit in self.sent]


@pytest.fixture
def road() -> Road:
    return Road()


def test_a_host_is_asked_for_its_robots_first_and_then_for_one_page_at_a_time(road: Any) -> None:
    road.add("http://a.vn/1")
    road.add("http://a.vn/2")
    road.add("http://b.vn/1")
    assert road.urls() == ["http://a.vn/robots.txt", "http://b.vn/robots.txt"]
    road.lanes.learnt("http://a.vn", Rules())
    assert len(road.sent) == 2, "the robots.txt visit is still on its way"
    road.lanes.done(road.sent[0])
    assert road.urls()[2:] == ["http://a.vn/1"]
    road.lanes.done(road.sent[2])
    assert road.urls()[3:] == ["http://a.vn/2"]


def test_what_is_another_crawlers_waits_and_is_given_up_after_a_while(road: Any) -> None:
    road.others = {"b.vn"}
    road.add("http://a.vn/1")
    road.lanes.learnt("http://a.vn", Rules())
    road.lanes.done(road.sent[0])
    road.lanes.add(road.sent[1].onward("http://b.vn/1", permanent=True))
    road.lanes.done(road.sent[1])
    assert road.lanes.hosts == {"b.vn"}
    assert road.lanes.give_up() == []
    road.others = set()
    road.lanes.advance()
    assert road.urls()[2:] == ["http://b.vn/robots.txt"], "asked as soon as it is ours, its robots.txt first"
    road.others = {"b.vn"}
    road.lanes.learnt("http://b.vn", Rules())
    road.lanes.done(road.sent[2])
    assert road.lanes.give_up() == []
    road.clock = 91.0
    assert [visit.url for visit in road.lanes.give_up()] == ["http://b.vn/1"]
    assert road.lanes.idle()


def test_what_began_at_a_lost_host_is_given_back_wherever_it_waits(road: Any) -> None:
    road.others = {"a.vn", "b.vn"}
    road.add("http://a.vn/1")
    road.lanes.add(Visit(job=FetchJob(key="2", url="http://a.vn/2"), url="http://b.vn/2"))
    road.add("http://b.vn/3")
    lost = road.lanes.lose({"a.vn"})
    assert [visit.url for visit in lost] == ["http://a.vn/1", "http://b.vn/2"]
    road.others = set()
    road.lanes.advance()
    assert road.urls() == ["http://b.vn/robots.txt"]


def test_a_host_that_asks_for_time_gets_it_and_for_a_long_time_its_visits_are_given_back(road: Any) -> None:
    road.add("http://a.vn/1")
    road.add("http://a.vn/2")
    road.lanes.rest("a.vn", 30.0)
    road.lanes.learnt("http://a.vn", Rules())
    road.lanes.done(road.sent[0])
    road.clock = 29.0
    road.lanes.advance()
    assert len(road.sent) == 1
    road.clock = 30.0
    road.lanes.advance()
    assert road.urls()[1:] == ["http://a.vn/1"]
    road.lanes.rest("a.vn", 3600.0)
    road.lanes.done(road.sent[1])
    assert [visit.url for visit in road.lanes.give_up()] == ["http://a.vn/2"]


def test_robots_are_asked_again_when_they_have_grown_old_or_had_failed(road: Any) -> None:
    road.add("http://a.vn/1")
    road.lanes.done(road.sent[0])
    road.lanes.learnt("http://a.vn", Rules(error=FetchError.DNS))
    assert [visit.url for visit in road.away] == ["http://a.vn/1"]
    road.clock = 91.0
    road.add("http://a.vn/2")
    assert road.urls() == ["http://a.vn/robots.txt"] * 2


def test_two_sites_whose_robots_lead_to_each_other_do_not_block_each_other(road: Any) -> None:
    road.add("http://a.vn/1")
    road.add("http://b.vn/1")
    a, b = road.sent
    road.lanes.add(a.onward("http://b.vn/robots.txt?a", permanent=False))
    road.lanes.add(b.onward("http://a.vn/robots.txt?b", permanent=False))
    road.lanes.done(a)
    road.lanes.done(b)
    assert road.urls()[2:] == ["http://a.vn/robots.txt?b", "http://b.vn/robots.txt?a"]


def test_nothing_waits_in_a_lane_that_is_empty(road: Any) -> None:
    road.add("http://a.vn/1")
    road.lanes.learnt("http://a.vn", Rules())
    road.lanes.done(road.sent[0])
    road.lanes.done(road.sent[1])
    assert road.lanes.idle()
