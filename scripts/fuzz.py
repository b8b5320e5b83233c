"""`make fuzz`: throws made-up feeds, dates, sitemaps and pages at their readers for a minute.

A reader may refuse (DeskError, with a sentence) but nothing else may come out of it, and no call may take long.
    python scripts/fuzz.py [--seconds 60] [--only dates,feeds]
"""

import argparse
import gzip
import sys
import time
import warnings
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from crawlers.dates.reader import find_date, read_date
from crawlers.feeds.discovery import find_feeds
from crawlers.feeds.list_pages import read_list_page
from crawlers.feeds.opml import read_opml
from crawlers.feeds.reader import read_feed
from crawlers.feeds.sitemaps import read_sitemap
from domain.errors import DeskError
from domain.page import FetchedPage
from messages.catalogue import Catalogue

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
URL = "https://bao.example.vn/rss"
SLOW = 10.0  # seconds for one call

DATE_PIECES = (
    "23", "11", "2026", "05", "10", "/", "-", ".", ":", " ", ", ", "|", "T", "Z", "+07:00", "+7", "GMT", "(GMT+7)",
    "ICT", "Thứ Hai", "tháng", "năm", "ngày", "giờ", "phút", "trước", "hôm qua", "sáng nay", "mùng", "Tết", "rằm",
    "âm lịch", "Nov", "SA", "CH", "PM", "9" * 30, "\u0301", "\x00", "W48", "giao thừa", "Giáp Thìn", "99", "0",
    "&nbsp;", "３",
)  # fmt: skip
XML_PIECES = (
    "<rss version='2.0'>", "</rss>", "<channel>", "</channel>", "<item>", "</item>", "<title>", "</title>", "<link>",
    "</link>", "<pubDate>", "</pubDate>", "<description>", "</description>", "<![CDATA[", "]]>", "<!--", "-->",
    "<feed xmlns='http://www.w3.org/2005/Atom'>", "<entry>", "</entry>", "<id>", "<updated>", "<?xml version='1.0'?>",
    "<?xml version='1.0' encoding='windows-1258'?>", "<?xml version='1.0' encoding='utf-16'?>", "<!DOCTYPE x [", "]>",
    "<!ENTITY a 'b'>", "&a;", "&amp;", "&#0;", "&#xD800;", "<link href='/a' rel='hub'/>", "<urlset>", "<url>",
    "<loc>", "</loc>", "</url>", "<sitemapindex>", "<sitemap>", "<lastmod>", "<opml>", "<body>",
    "<outline xmlUrl='http://a.vn'/>", "https://a.vn/1", "http://[", "//", "Mưa lớn", "\ud7ff", "\x08", "<p",
    "style='a:b'", ">", "<", "'", '"', "{", "}", '{"version":"https://jsonfeed.org/version/1","items":[',
    '{"id":1,"url":"/1"}', "<ttl>", "99999999999", "</ttl>", "<skipHours><hour>25</hour></skipHours>",
    "xml:base='http://['",
)  # fmt: skip
HTML_PIECES = (
    "<html>", "<head>", "<body>", "<article>", "<div class='content'>", "</div>", "<p>", "</p>", "<h1>", "</h1>",
    "<table>", "<tr>", "<td>", "<ul>", "<li>", "<br>", "<script type='application/ld+json'>",
    '{"@type":"NewsArticle",', "</script>", '"datePublished":"23/11/2026"}', "<meta property='og:title' content='",
    "'>", "<meta charset='utf-7'>", "<link rel=canonical href='",
    "<link rel='alternate' type='application/rss+xml' href='/rss'>", "<a href='/1'>", "</a>", "<time datetime='",
    "05:10 | 23/11/2026", "Mưa lớn gây lũ trên diện rộng ở nhiều xã vùng cao.", "&nbsp;", "\x00", "<!--", "-->",
    "<svg>", "<title>", "</title>",
)  # fmt: skip


def soup(pieces: tuple[str, ...], most: int) -> st.SearchStrategy[str]:
    piece = st.one_of(st.sampled_from(pieces), st.sampled_from(pieces), st.sampled_from(pieces), st.text(max_size=8))
    return st.lists(piece, max_size=most).map("".join)


def as_bytes(text: st.SearchStrategy[str]) -> st.SearchStrategy[bytes]:
    encodings = st.sampled_from(("utf-8", "utf-8", "utf-8", "utf-16", "cp1258", "latin-1"))
    encoded = st.builds(lambda content, name: content.encode(name, "replace"), text, encodings)
    return st.one_of(
        encoded, encoded, encoded.map(gzip.compress), encoded.map(lambda raw: raw[: len(raw) // 2]), st.binary()
    )


def a_date(text: str) -> None:
    for found in (read_date(text, now=NOW), find_date(text, now=NOW)):
        assert found is None or found.utcoffset() is not None
        assert found is None or (found - NOW).total_seconds() <= 600


def a_feed(content: bytes) -> None:
    for entry in read_feed(content, url=URL, content_type=None, now=NOW).entries:
        assert entry.url.startswith(("http://", "https://"))
        assert entry.published_at is None or entry.published_at.utcoffset() is not None


def a_sitemap(content: bytes) -> None:
    for reader in (lambda: read_sitemap(content, url=URL, now=NOW), lambda: read_opml(content)):
        refusing(reader)


def a_list_page(content: bytes) -> None:
    find_feeds(content, url=URL)
    read_list_page(content, url=URL, rule="a", now=NOW)


SAY = Catalogue()


def refusing(call: Callable[[], object]) -> None:
    try:
        call()
    except DeskError as refusal:
        assert SAY(refusal.message)


def page_reader() -> Callable[[bytes], None] | None:
    """The page extractor, where it can be imported."""
    try:
        from crawlers.extract.article import PageExtractor
    except ImportError:
        return None
    extractor = PageExtractor()

    def a_page(content: bytes) -> None:
        found = extractor.extract(FetchedPage(url="https://bao.example.vn/1.html", content=content, fetched_at=NOW))
        for moment in (found.published_at, found.modified_at):
            assert moment is None or (moment.utcoffset() is not None and (moment - NOW).total_seconds() <= 600)

    return a_page


def targets() -> dict[str, tuple[st.SearchStrategy[Any], Callable[[Any], None]]]:
    xml, html = as_bytes(soup(XML_PIECES, 60)), as_bytes(soup(HTML_PIECES, 60))
    found: dict[str, tuple[st.SearchStrategy[Any], Callable[[Any], None]]] = {
        "dates": (soup(DATE_PIECES, 16), a_date),
        "feeds": (xml, a_feed),
        "sitemaps": (xml, a_sitemap),
        "list pages": (html, a_list_page),
    }
    if reader := page_reader():
        found["pages"] = (html, reader)
    return found


def fuzz(name: str, strategy: st.SearchStrategy[Any], target: Callable[[Any], None], seconds: float) -> int:
    """Run rounds of examples until the time is up; a failure is raised, shrunk by hypothesis."""
    until, calls, round_number = time.monotonic() + seconds, 0, int(time.time())
    while time.monotonic() < until:
        round_number += 1

        @seed(round_number)
        @settings(
            max_examples=200, deadline=None, database=None, suppress_health_check=list(HealthCheck),
            phases=(Phase.generate, Phase.shrink),
        )  # fmt: skip
        @given(strategy)
        def one_round(value: object) -> None:
            nonlocal calls
            if time.monotonic() > until:
                return
            started, calls = time.monotonic(), calls + 1
            refusing(lambda: target(value))
            taken = time.monotonic() - started
            assert taken < SLOW, f"{name}: {taken:.1f} s"

        one_round()
    return calls


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--seconds", type=float, default=60.0)
    arguments.add_argument("--only", default="", help="comma-separated: dates, feeds, sitemaps, list pages, pages")
    chosen = arguments.parse_args()
    wanted = {name.strip() for name in chosen.only.split(",") if name.strip()}
    warnings.simplefilter("ignore")
    todo = {name: pair for name, pair in targets().items() if not wanted or name in wanted}
    for name, (strategy, target) in todo.items():
        calls = fuzz(name, strategy, target, chosen.seconds / len(todo))
        print(f"{name}: {calls} made-up inputs, nothing broke", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
