"""Lists of sources, ours and others'."""

from datetime import datetime

import pytest

from crawlers.feeds.opml import outlines_of, read_opml, write_opml
from domain.errors import BadInput
from domain.sources import FeedKind, Outline, Source, SourceKind
from domain.times import VIETNAM

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=VIETNAM)

OUTLINES = (
    Outline(feed_url="https://bao.example.vn/rss?a=1&b=2", name='Báo "Mẫu" & bạn', home_url="https://bao.example.vn/"),
    Outline(
        feed_url="https://kttv.example.vn/tin",
        name="Trạm khí tượng",
        feed_kind=FeedKind.LIST_PAGE,
        rule="ul.ds > li a",
        organisation="Đài Khí tượng Thủy văn",
        kind=SourceKind.WARNING_SERVICE,
        province="10",
        folder="Cảnh báo",
    ),
    Outline(feed_url="https://a.vn/sitemap.xml", name="A", feed_kind=FeedKind.SITEMAP, folder="Cảnh báo"),
)


def test_what_is_written_is_read_again() -> None:
    assert read_opml(write_opml(OUTLINES, title="Nguồn tin", now=NOW)).outlines == OUTLINES


def test_a_source_is_written_with_who_is_responsible() -> None:
    source = Source(id="a", name="A\x00", home_url="https://a.vn/", organisation="Sở Y tế", kind=SourceKind.OFFICIAL)

    written = write_opml(outlines_of(source, [("https://a.vn/rss", FeedKind.FEED, "")]), title="N", now=NOW)

    read = read_opml(written).outlines[0]
    assert (read.organisation, read.kind, read.name) == ("Sở Y tế", SourceKind.OFFICIAL, "A")


def test_the_list_of_another_reader_is_read() -> None:
    opml = b"""<?xml version="1.0" encoding="UTF-8"?><opml version="1.0"><head/><body><outline text="B\xc3\xa1o">
    <outline text="M\xe1\xba\xabu" type="rss" xmlUrl="http://a.vn/rss" htmlUrl="javascript:alert(1)"/>
    <outline text="M\xe1\xba\xabu n\xe1\xbb\xafa" xmlUrl="http://a.vn/rss"/><outline text="x" xmlUrl="file:///etc/passwd"/>
    <outline text="y" xmlUrl="http://[bad"/></outline></body></opml>"""

    assert read_opml(opml).outlines == (Outline(feed_url="http://a.vn/rss", name="Mẫu", folder="Báo"),)


BOMB = b'<!DOCTYPE o [<!ENTITY a "ha"><!ENTITY b "&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>'


HOSTILE = [
    b"", b"<rss/>", b"khong phai", b"<opml><body>", BOMB + b"<opml><body>&b;&c;</body></opml>",
    b"<opml>" + b"<a>" * 100_000, b"\x1f\x8b\x08", b"<opml>" + b" " * 5_000_001 + b"</opml>",
]  # fmt: skip


@pytest.mark.parametrize("content", HOSTILE, ids=range(len(HOSTILE)))
def test_what_is_no_list_or_a_hostile_one_is_refused(content: bytes) -> None:
    with pytest.raises(BadInput):
        read_opml(content)
