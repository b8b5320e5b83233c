"""Lists of sources as real readers write them: twenty habits, one meaning."""

# ruff: noqa: E501 - markup is read best in one line

import pytest

from crawlers.feeds.opml import read_opml
from domain.sources import SourceList

NAME, FEED, HOME = (
    "Báo Vùng Cao – Tiếng Việt đủ dấu",
    "https://bao.example/rss/tin-moi.rss?a=1&b=2",
    "https://bao.example/",
)
AMP = FEED.replace("&", "&amp;")
LINE = f'<outline type="rss" text="{NAME}" title="{NAME}" xmlUrl="{AMP}" htmlUrl="{HOME}"/>'


def whole(
    body: str, declaration: str = '<?xml version="1.0" encoding="UTF-8"?>', head: str = "<head><title>x</title></head>"
) -> str:
    return f'{declaration}<opml version="1.0">{head}<body>{body}</body></opml>'


def in_1258(text: str) -> bytes:
    """windows-1258 writes tones as marks of their own, as old Windows editors did."""
    from unicodedata import normalize

    tones = "\u0300\u0301\u0303\u0309\u0323"
    written = ""
    for letter in normalize("NFC", text):
        parts = normalize("NFD", letter)
        marks = "".join(mark for mark in parts if mark in tones)
        written += normalize("NFC", "".join(mark for mark in parts if mark not in tones)) + marks
    return written.encode("cp1258")


LISTS: dict[str, str | bytes] = {
    "Feedly": whole(f'<outline text="Tin tức" title="Tin tức">{LINE}</outline>'),
    "Inoreader": whole(
        f'<outline text="Báo chí" title="Báo chí"><outline text="{NAME}" title="{NAME}" type="rss" xmlUrl="{AMP}" htmlUrl="{HOME}"/></outline>'
    ),
    "Thunderbird": whole(
        f'<outline title="Blogs" text="Blogs"><outline type="rss" title="{NAME}" text="{NAME}" version="RSS" '
        f'fz:quickMode="false" fz:options="{{}}" xmlUrl="{AMP}" htmlUrl="{HOME}"/></outline>',
    ).replace("<opml ", '<opml xmlns:fz="urn:forumzilla:" '),
    "folders three deep": whole(f'<outline text="a"><outline text="b"><outline text="c">{LINE}</outline></outline></outline>'),
    "no type": whole(LINE.replace('type="rss" ', "")),
    "capitals of xmlUrl": whole(LINE.replace("xmlUrl", "XMLURL").replace("htmlUrl", "HtmlUrl")),
    "small letters": whole(LINE.replace("xmlUrl", "xmlurl").replace("htmlUrl", "htmlurl")),
    "only a title": whole(LINE.replace(f'text="{NAME}" ', 'text="" ')),
    "only a text": whole(LINE.replace(f'title="{NAME}" ', "")),
    "CDATA in the head": whole(LINE, head="<head><title><![CDATA[Nguồn <của> tôi & bạn]]></title></head>"),
    "UTF-8 with BOM": b"\xef\xbb\xbf" + whole(LINE).encode(),
    "UTF-16": whole(LINE, '<?xml version="1.0" encoding="UTF-16"?>').encode("utf-16"),
    "windows-1258": in_1258(whole(LINE.replace("–", "-"), '<?xml version="1.0" encoding="windows-1258"?>')),
    "blank lines before": ("\r\n\r\n  " + whole(LINE)).encode(),
    "a bare ampersand": whole(LINE.replace("&amp;", "&")),
    "OPML 2.0 with dates and comments": whole(
        "<!-- của tôi -->" + LINE.replace("/>", " created='Mon, 23 Nov 2026' category='/a,b'/>")
    ).replace('version="1.0">', 'version="2.0">', 1),
    "entities for every letter": whole(LINE.replace("Báo", "B&#225;o").replace("https:", "https&#58;")),
    "single quotes": whole(LINE.replace('"', "'")),
    "a harmless document type": whole(LINE).replace("<opml", '<!DOCTYPE opml SYSTEM "https://opml.example/opml.dtd"><opml', 1),
    "twice in two folders": whole(f'<outline text="a">{LINE}</outline><outline text="b">{LINE}</outline>'),
}  # fmt: skip


def read(content: str | bytes) -> SourceList:
    return read_opml(content.encode() if isinstance(content, str) else content)


@pytest.mark.parametrize("name", LISTS)
def test_the_source_is_read_whatever_reader_wrote_the_list(name: str):
    found = read(LISTS[name])
    [outline] = found.outlines
    assert found.refused == ()
    assert (outline.feed_url, outline.home_url) == (FEED, HOME)
    assert outline.name.replace("-", "–") == NAME


@pytest.mark.parametrize(
    "body",
    ['<outline text="thư mục trống"/>', "", "<outline/>", '<outline text="a"><outline text="b"/></outline>',
     '<outline type="link" text="Trang" url="https://a.example/"/>', '<outline text="x" xmlUrl=""/>'],
)  # fmt: skip
def test_folders_and_links_are_no_sources(body: str):
    assert read(whole(body)).outlines == ()
