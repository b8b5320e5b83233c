"""Sitemaps, whole, packed, cut and hostile."""

import gzip
import time
from datetime import datetime

import pytest

from crawlers.feeds.content import FeedNote
from crawlers.feeds.sitemaps import MAX_ENTRIES, read_sitemap
from domain.errors import BadInput
from domain.message import say
from domain.times import VIETNAM

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=VIETNAM)
URL = "https://bao.example.vn/sitemap-news.xml"

NEWS = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"
 xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc>https://bao.example.vn/1.html</loc><lastmod>2026-11-23T09:00:00+07:00</lastmod>
<image:image><image:loc>https://bao.example.vn/1.jpg</image:loc><image:title>Ảnh</image:title></image:image>
<n:news><n:publication><n:name>Báo mẫu</n:name></n:publication>
<n:publication_date>2026-11-23T05:10:00+07:00</n:publication_date><n:title>Mưa lớn &amp; lũ</n:title></n:news></url>
<url><loc> /2.html </loc><lastmod>23/11/2026</lastmod></url><url><loc>ftp://a.vn/3</loc></url></urlset>"""


def test_a_news_sitemap_gives_title_and_time_of_publication() -> None:
    found = read_sitemap(NEWS.encode(), url=URL, now=NOW)

    assert found.is_news
    assert [entry.url for entry in found.entries] == ["https://bao.example.vn/1.html", "https://bao.example.vn/2.html"]
    assert found.entries[0].title == "Mưa lớn & lũ"
    assert found.entries[0].published_at == datetime(2026, 11, 23, 5, 10, tzinfo=VIETNAM)
    assert found.entries[1].published_at == datetime(2026, 11, 23, tzinfo=VIETNAM)


def test_an_index_lists_its_sitemaps_newest_first() -> None:
    index = """<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
    <sitemap><loc>https://a.vn/2025.xml</loc><lastmod>2025-01-01</lastmod></sitemap>
    <sitemap><loc>https://a.vn/2026.xml.gz</loc><lastmod>2026-11-01</lastmod></sitemap></sitemapindex>"""

    found = read_sitemap(index.encode(), url=URL, now=NOW)

    assert [entry.url for entry in found.sitemaps] == ["https://a.vn/2026.xml.gz", "https://a.vn/2025.xml"]
    assert found.entries == ()


def test_a_packed_sitemap_is_unpacked_and_a_cut_one_is_read_as_far_as_it_goes() -> None:
    packed = gzip.compress(NEWS.encode())

    assert len(read_sitemap(packed, url=URL, now=NOW).entries) == 2
    cut = read_sitemap(NEWS[:-60].encode(), url=URL, now=NOW)
    assert len(cut.entries) == 1
    assert cut.notes == (say(FeedNote.SITEMAP_BROKEN),)


@pytest.mark.parametrize("content", [b"", b"<rss></rss>", b"<html>", b"\x1f\x8bxx", b"\x00" * 100, b"{}"])
def test_what_is_no_sitemap_is_refused(content: bytes) -> None:
    with pytest.raises(BadInput, match="not-a-sitemap"):
        read_sitemap(content, url=URL, now=NOW)


HEAD = b'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
ONE = b"<url><loc>https://a.vn/%d</loc></url>"


def test_of_an_endless_sitemap_only_the_first_entries_are_read() -> None:
    started = time.process_time()
    bomb = gzip.compress(HEAD + b"".join(ONE % number for number in range(5000)) + b" " * 30_000_000, 1)

    found = read_sitemap(bomb, url=URL, now=NOW)

    assert len(found.entries) == MAX_ENTRIES
    assert say(FeedNote.SITEMAP_TOO_LONG, most=MAX_ENTRIES) in found.notes
    assert time.process_time() - started < 5


def test_a_sitemap_that_declares_entities_is_not_expanded() -> None:
    bomb = b'<!DOCTYPE u [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;">]>' + HEAD + b"<url><loc>&b;</loc></url></urlset>"

    with pytest.raises(BadInput):
        read_sitemap(bomb, url=URL, now=NOW)


def test_a_bottomless_sitemap_is_left() -> None:
    found = read_sitemap(HEAD + ONE % 1 + b"<a>" * 500_000, url=URL, now=NOW)

    assert [entry.url for entry in found.entries] == ["https://a.vn/1"]
    assert found.notes == (say(FeedNote.SITEMAP_TOO_DEEP),)
