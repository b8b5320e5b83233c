"""Feeds that are made to kill a reader. Each is read or refused within a cap, and says what was left out."""

import gzip
import time
import tracemalloc
from collections.abc import Callable
from datetime import datetime

import pytest

from crawlers.dates.reader import find_date, read_date
from crawlers.feeds.content import MAX_ENTRIES, FeedContent, FeedNote
from crawlers.feeds.plain_text import plain
from crawlers.feeds.reader import read_feed
from domain.errors import BadInput
from domain.times import VIETNAM

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=VIETNAM)
HEAD = b'<?xml version="1.0"?><rss version="2.0"><channel><title>x</title>'
TAIL = b"</channel></rss>"
ITEM = b"<item><title>ok</title><link>https://a.vn/1</link></item>"
SECONDS = 8.0  # of this process; alone on a core each case takes less than two


def read(content: bytes) -> FeedContent:
    return read_feed(content, url="https://a.vn/rss", content_type="text/xml", now=NOW)


def inside(html: bytes, times: int) -> bytes:
    return HEAD + ITEM + b"<item><description><![CDATA[" + html * times + b"]]></description></item>" + TAIL


def laughs() -> bytes:
    levels = b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 10))
    return b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a0 "lol">' + levels + b"]>" + HEAD[21:] + b"&a9;" + ITEM + TAIL


def quadratic() -> bytes:
    entity = b'<!DOCTYPE l [<!ENTITY a "' + b"A" * 100_000 + b'">]>'
    return entity + HEAD[21:] + b"&a;" * 50_000 + ITEM + TAIL


CASES: dict[str, tuple[Callable[[], bytes], str]] = {
    "gzip bomb": (lambda: gzip.compress(HEAD + ITEM + b"<a>" + b" " * 30_000_000, 1), FeedNote.BROKEN_GZIP),
    "broken gzip": (lambda: gzip.compress(HEAD + ITEM * 3 + TAIL)[:-12], FeedNote.BROKEN_GZIP),
    "billion laughs": (laughs, FeedNote.ENTITIES),
    "quadratic blow-up": (quadratic, FeedNote.ENTITIES),
    "endless prolog": (lambda: b"<!DOCTYPE x [" + b"<!ENTITY " * 100_000 + b"]>" + HEAD[21:] + TAIL, FeedNote.ENTITIES),
    "markup in text": (lambda: inside(b"<b>", 400_000), FeedNote.TOO_MANY_TAGS),
    "open tags in text": (lambda: inside(b"<a ", 400_000), FeedNote.TOO_MANY_TAGS),
    "ampersands": (lambda: inside(b"<&", 300_000), FeedNote.TOO_MANY_TAGS),
    "long style": (lambda: inside(b"<p style='" + b"a:b;" * 500_000 + b"'>", 1), FeedNote.LONG_RUN),
    "broken and open": (lambda: HEAD + ITEM + b"<a " * 400_000, FeedNote.TOO_MANY_TAGS),
    "too many items": (lambda: HEAD + ITEM * 30_000 + TAIL, FeedNote.TOO_MANY_ENTRIES),
    "too large": (lambda: HEAD + ITEM + b"<description>" + b"<b/>" * 10 + b"a" * 6_000_000, FeedNote.TOO_LARGE),
    "cut in the middle": (lambda: HEAD + ITEM + ITEM[:30], FeedNote.BROKEN_XML),
}


@pytest.mark.parametrize("name", CASES)
def test_a_hostile_feed_is_read_as_far_as_is_safe_and_says_so(name: str) -> None:
    make, note = CASES[name]
    content = make()
    started = time.process_time()

    feed = read(content)

    assert time.process_time() - started < SECONDS
    assert note in [one.code for one in feed.notes]
    assert len(feed.items) <= MAX_ENTRIES
    assert sum(len(item.summary) + len(item.title) for item in feed.items) < 6_000_000


REFUSED: dict[str, Callable[[], bytes]] = {
    "bottomless": lambda: HEAD + b"<a>" * 1_000_000,
    "attributes": lambda: HEAD + b"<a " + b"".join(b'a%d="1" ' % n for n in range(5000)) + b"/>" + TAIL,
    "nulls": lambda: b"\x00" * 3_000_000,
    "bottomless JSON": lambda: b'{"version":' * 500_000,
    "JSON lists": lambda: b'{"version":"https://jsonfeed.org/version/1","items":' + b"[" * 500_000,
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_safely_is_refused_at_once(name: str) -> None:
    content = REFUSED[name]()
    started = time.process_time()

    with pytest.raises(BadInput):
        read(content)

    assert time.process_time() - started < SECONDS


def test_good_entries_beside_hostile_ones_are_kept() -> None:
    assert read(laughs()).entries[0].title == "ok"
    assert read(HEAD + ITEM + ITEM[:30]).entries[0].url == "https://a.vn/1"


def test_control_characters_are_dropped_and_break_nothing() -> None:
    feed = read(HEAD + b"<item><title>a\x00b\x08c&#0;&#x1F;d</title><link>https://a.vn/1</link></item>" + TAIL)

    assert feed.entries[0].title == "abc d"
    assert feed.notes == ()


def test_a_bomb_is_unpacked_within_its_cap() -> None:
    bomb = gzip.compress(b" " * 60_000_000, 1)
    tracemalloc.start()
    with pytest.raises(BadInput):
        read(bomb)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert peak < 40_000_000


@pytest.mark.parametrize(
    "piece", ["<", "<a ", "<!--", "&#", "&amp;", "<script>", "a\u0301", "<![CDATA[", "</", "<style x"]
)
def test_plain_text_is_made_in_bounded_time(piece: str) -> None:
    started = time.process_time()

    assert len(plain(piece * 300_000)) <= 20_000
    assert time.process_time() - started < SECONDS


@pytest.mark.parametrize(
    "piece", ["1", "1/", "1/1/", "12:", "12 ", " ", "tháng ", "21 tháng ", "(", "thứ hai, ", "+7", "mùng "]
)
def test_dates_are_looked_for_in_bounded_time(piece: str) -> None:
    started = time.process_time()

    find_date(piece * 20_000, now=NOW)
    read_date(piece * 20_000, now=NOW)

    assert time.process_time() - started < SECONDS
