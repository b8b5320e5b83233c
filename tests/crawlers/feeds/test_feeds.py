"""What publishers call a feed, read into entries. The clock stands at 10:00 on 23 November 2026."""

import gzip
import json
from datetime import datetime, timedelta

import pytest

from crawlers.dates.reader import DateNote
from crawlers.feeds.content import FeedNote
from crawlers.feeds.reader import read_feed
from domain.errors import BadInput
from domain.message import say
from domain.problems import Unreadable
from domain.times import VIETNAM

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=VIETNAM)
URL = "https://bao.example.vn/rss/tin-moi.rss"

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel>
<title>Báo mẫu &amp; bạn đọc</title><link>https://bao.example.vn/</link><ttl>15</ttl>
<atom:link rel="hub" href="https://hub.example.org/"/><atom:link rel="self" href="https://bao.example.vn/rss/tin-moi.rss"/>
<skipHours><hour>17</hour><hour>18</hour></skipHours>
<item><title><![CDATA[Mưa lớn ở Lào Cai: <b>hai</b> xã bị chia cắt]]></title>
<description><![CDATA[<a href="/1"><img src="x.jpg"></a></br>Sáng nay, n&#432;ớc lũ dâng&nbsp;cao.
<script>alert(1)</script>]]></description>
<link>/thoi-su/mua-lon-1.html</link><guid isPermaLink="false">bao-1</guid>
<pubDate>Mon, 23 Nov 2026 05:10:00 +07:00</pubDate></item>
<item><title>Không có múi giờ</title><link>https://bao.example.vn/2.html</link>
<pubDate>23/11/2026 05:10</pubDate></item>
<item><title>Ngày mai</title><link>https://bao.example.vn/3.html</link><pubDate>24/11/2026 05:10</pubDate></item>
<item><title>Trùng</title><link>https://bao.example.vn/2.html</link></item>
<item><title>Lối tắt</title><link>javascript:alert(1)</link></item>
</channel></rss>"""


def read(content: str | bytes, content_type: str | None = "text/xml"):
    raw = content.encode() if isinstance(content, str) else content
    return read_feed(raw, url=URL, content_type=content_type, now=NOW)


def test_an_rss_feed_is_read_whole() -> None:
    feed = read(RSS)

    assert (feed.kind, feed.title, feed.link) == ("rss20", "Báo mẫu & bạn đọc", "https://bao.example.vn/")
    assert feed.ttl_seconds == 900
    assert feed.skip_hours == {17, 18}
    assert (feed.hub, feed.topic) == ("https://hub.example.org/", URL)
    first = feed.entries[0]
    assert first.url == "https://bao.example.vn/thoi-su/mua-lon-1.html"
    assert first.title == "Mưa lớn ở Lào Cai: hai xã bị chia cắt"
    assert first.summary == "Sáng nay, nước lũ dâng cao."
    assert first.id == "bao-1"
    assert first.published_at == datetime(2026, 11, 23, 5, 10, tzinfo=VIETNAM)


def test_a_date_without_a_zone_is_vietnams_and_a_future_one_is_refused_and_noted() -> None:
    feed = read(RSS)

    assert feed.entries[1].published_at == datetime(2026, 11, 23, 5, 10, tzinfo=VIETNAM)
    assert feed.entries[2].published_at is None
    assert [note.code for note in feed.notes if note.code.startswith("date-note.")] == [DateNote.FUTURE]


def test_an_entry_needs_an_address_and_one_that_shares_it_is_told() -> None:
    feed = read(RSS)

    assert [entry.url for entry in feed.entries] == [
        "https://bao.example.vn/thoi-su/mua-lon-1.html",
        "https://bao.example.vn/2.html",
        "https://bao.example.vn/3.html",
        "https://bao.example.vn/2.html",
    ]
    assert say(FeedNote.SHARED_ADDRESS, items=2, addresses=1, url="https://bao.example.vn/2.html") in feed.notes
    assert say(FeedNote.WITHOUT_ADDRESS, number=1) in feed.notes


def test_an_atom_feed_is_read() -> None:
    feed = read(
        """<feed xmlns="http://www.w3.org/2005/Atom"><title>Cổng y tế</title><entry>
        <title type="html">Tiêm &amp;amp; chủng</title><id>tag:yte,2026:1</id><link href="/tin/1"/>
        <updated>2026-11-22T22:10:00Z</updated><summary>Lịch tháng 12</summary></entry></feed>"""
    )

    assert feed.kind == "atom10"
    assert feed.entries[0].title == "Tiêm & chủng"
    assert feed.entries[0].url == "https://bao.example.vn/tin/1"
    assert feed.entries[0].published_at == NOW - timedelta(hours=4, minutes=50)


def test_an_rdf_feed_is_read() -> None:
    feed = read(
        """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
        xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>T</title></channel>
        <item rdf:about="https://a.vn/1"><title>Tin</title><link>https://a.vn/1</link>
        <dc:date>2026-11-23T05:10+07:00</dc:date></item></rdf:RDF>"""
    )

    assert (feed.kind, feed.entries[0].url) == ("rss10", "https://a.vn/1")
    assert feed.entries[0].published_at == datetime(2026, 11, 23, 5, 10, tzinfo=VIETNAM)


def test_a_json_feed_is_read() -> None:
    feed = read(
        json.dumps(
            {
                "version": "https://jsonfeed.org/version/1.1",
                "title": "Trạm khí tượng",
                "home_page_url": "https://kttv.example.vn/",
                "hubs": [{"type": "WebSub", "url": "https://hub.example.org/"}],
                "items": [
                    {"id": 7, "url": "/ban-tin/7", "title": "Bão số 9 < cấp 12", "content_html": "<p>Giật cấp 14</p>",
                     "date_published": "2026-11-23T05:10:00+07:00"},
                    "rác",
                ],
            }
        )
    )  # fmt: skip

    assert (feed.kind, feed.title, feed.hub) == ("json", "Trạm khí tượng", "https://hub.example.org/")
    assert len(feed.entries) == 1
    entry = feed.entries[0]
    assert (entry.id, entry.title, entry.summary) == ("7", "Bão số 9 < cấp 12", "Giật cấp 14")
    assert entry.published_at == datetime(2026, 11, 23, 5, 10, tzinfo=VIETNAM)


def test_a_title_that_was_escaped_twice_is_read_as_words() -> None:
    feed = read(RSS.replace("Không có múi giờ", "Gi&amp;aacute; v&amp;agrave;ng"))

    assert feed.entries[1].title == "Giá vàng"


def test_decomposed_letters_are_composed() -> None:
    feed = read(RSS.replace("Không có múi giờ", "Thủy điện xa\u0309 lu\u0303"))

    assert feed.entries[1].title == "Thủy điện xả lũ"


@pytest.mark.parametrize("content_type", ["text/xml; charset=iso-8859-1", "text/xml; charset=windows-1258", None])
def test_a_charset_that_lies_about_utf8_is_not_believed(content_type: str | None) -> None:
    feed = read(RSS.replace('encoding="utf-8"', 'encoding="windows-1252"'), content_type)

    assert feed.entries[0].title == "Mưa lớn ở Lào Cai: hai xã bị chia cắt"


def in_1258(text: str) -> bytes:
    """windows-1258 keeps the tone apart from the letter."""
    tones = "\u0300\u0301\u0303\u0309\u0323"
    import unicodedata

    pieces = []
    for letter in text:
        parts = unicodedata.normalize("NFD", letter)
        tone = next((mark for mark in parts if mark in tones), "")
        pieces.append(unicodedata.normalize("NFC", parts.replace(tone, "") if tone else parts) + tone)
    return "".join(pieces).encode("cp1258")


def test_windows_1258_is_read_when_it_is_declared() -> None:
    feed = read(in_1258(RSS.replace('encoding="utf-8"', 'encoding="windows-1258"')))

    assert feed.entries[0].title == "Mưa lớn ở Lào Cai: hai xã bị chia cắt"
    assert FeedNote.BROKEN_XML not in [note.code for note in feed.notes]


def test_a_charset_that_only_the_header_names_is_used() -> None:
    bare = in_1258(RSS.partition("?>")[2].strip())

    feed = read(bare, "text/xml; charset=windows-1258")

    assert feed.entries[0].title == "Mưa lớn ở Lào Cai: hai xã bị chia cắt"
    assert FeedNote.BROKEN_XML not in [note.code for note in feed.notes]


def test_windows_1258_that_says_it_is_utf8_is_read_too() -> None:
    assert read(in_1258(RSS)).entries[0].title == "Mưa lớn ở Lào Cai: hai xã bị chia cắt"


def test_utf16_is_read() -> None:
    for name in ("utf-16", "utf-16-le"):
        assert read(RSS.replace("utf-8", "utf-16").encode(name)).entries[0].title.startswith("Mưa lớn ở")


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", Unreadable.FEED_EMPTY),
        (b"   \n", Unreadable.FEED_EMPTY),
        (b"<!doctype html><html><body>Trang ch\xe1\xbb\xa7</body></html>", Unreadable.FEED_IS_A_PAGE),
        (b"<urlset><url><loc>https://a.vn/1</loc></url></urlset>", Unreadable.FEED_IS_A_SITEMAP),
        (b"%PDF-1.7 ...", Unreadable.NOT_A_FEED),
        (b'{"a": 1}', Unreadable.NOT_A_JSON_FEED),
        (b'{"a": ', Unreadable.JSON_BROKEN),
        (b"\x00\x01\x02", Unreadable.NOT_A_FEED),
    ],
)
def test_what_is_no_feed_is_refused_with_a_reason(content: bytes, why: Unreadable) -> None:
    with pytest.raises(BadInput) as refusal:
        read(content)

    assert refusal.value.why == say(why)


def test_a_packed_feed_is_unpacked() -> None:
    assert read(gzip.compress(RSS.encode())).entries[0].id == "bao-1"
