"""Feeds as portals write them by hand: what leads to a page leads there, byte for byte."""

from datetime import datetime

import pytest

from crawlers.feeds.content import FeedContent, FeedNote
from crawlers.feeds.discovery import find_feeds
from crawlers.feeds.json_feed import read_json_feed
from crawlers.feeds.list_pages import read_list_page
from crawlers.feeds.reader import read_feed
from domain.message import say
from domain.times import VIETNAM

NOW = datetime(2026, 11, 25, 10, 0, tzinfo=VIETNAM)
URL = "https://tavan.example.vn/rss/tin.xml"
SITE = "https://tavan.example.vn"
# HTML knows each of these without a semicolon, and none of them is meant.
NAMES = ("lang=vi", "copy=1", "reg=2", "para=3", "sect=4", "times=5", "order=6", "not=7", "amp=1", "lt=1", "gt=2",
         "quot=3", "yen=1", "pound=2", "deg=1", "micro=2", "middot=3", "para", "region=10", "copyright=x", "euro=1",
         "current=1", "image=1", "part=2", "prod=3", "sub=4", "notin=5", "section=tin", "divide=1",
         "uml=1", "shy=1")  # fmt: skip


def read(feed: str | bytes, content_type: str = "application/rss+xml") -> FeedContent:
    content = feed if isinstance(feed, bytes) else feed.encode()
    return read_feed(content, url=URL, content_type=content_type, now=NOW)


def rss(items: str, *, head: str = '<?xml version="1.0" encoding="utf-8"?>') -> str:
    return f'{head}<rss version="2.0"><channel><title>Cổng xã</title>{items}</channel></rss>'


def atom(entry: str, attributes: str = "") -> str:
    return (
        f'<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom"{attributes}><title>Cổng</title>'
        f"<entry><title>Lịch tiêm chủng</title><id>urn:x:1</id>{entry}</entry></feed>"
    )


@pytest.mark.parametrize("query", NAMES)
@pytest.mark.parametrize(
    "shape",
    [
        rss("<item><title>Lịch</title><link>{0}</link></item>"),
        rss("<item><title>A & B</title><link><![CDATA[{0}]]></link></item>"),
        rss("<item><title>Lịch</title><guid>{0}</guid></item>"),
        rss("<item><title>Lịch</title><link>{0}</link><description><b>x</description></item>"),  # broken elsewhere, too
        atom('<link href="{0}"/>'),
        atom("<link rel='alternate' type='text/html' href='{0}'/>"),
    ],
    ids=["rss", "cdata", "guid", "broken", "atom", "atom-alternate"],
)
def test_a_bare_ampersand_in_an_address_stays_one(shape: str, query: str) -> None:
    address = f"{SITE}/index.php?mod=tin&id=5&{query}"

    assert [entry.url for entry in read(shape.replace("{0}", address)).entries] == [address]


@pytest.mark.parametrize("query", [name for name in NAMES if "=" in name])  # at an attribute's end HTML does mean it
def test_a_page_keeps_the_ampersands_of_its_links(query: str) -> None:
    address = f"{SITE}/rss.aspx?c=1&{query}"
    page = f'<html><head><link rel="alternate" type="application/rss+xml" href="{address}"></head><body><h3>'
    page += f'<a href="{address}">Lịch tiêm chủng mở rộng tháng 12</a></h3></body></html>'

    assert [one.url for one in find_feeds(page.encode(), url=SITE)] == [address]
    assert [one.url for one in read_list_page(page.encode(), url=SITE, rule="h3 a", now=NOW)] == [address]


@pytest.mark.parametrize(
    "written",
    ["?a=1&amp;lang=vi", "?a=1&#38;lang=vi", "?a=1&#038;lang=vi", "?a=1&#x26;lang=vi", "?a=1&amp;amp;lang=vi",
     "?a=1&amp;#38;lang=vi", "?a=1&AMP;lang=vi"],
)  # fmt: skip
def test_an_ampersand_that_was_escaped_however_often_is_one(written: str) -> None:
    feed = read(rss(f"<item><title>x</title><link>{SITE}/{written}</link></item>"))

    assert [entry.url for entry in feed.entries] == [f"{SITE}/?a=1&lang=vi"]


TITLES = [
    ("Báo & Đài", "Báo & Đài"),
    ("R&D, Q&A và P&G", "R&D, Q&A và P&G"),
    ("Họp báo &lang mở", "Họp báo &lang mở"),
    ("M&copyright=5", "M&copyright=5"),
    ("Giá &lt; 5 &amp; hơn", "Giá < 5 & hơn"),
    ("Nước&nbsp;sạch", "Nước sạch"),
    ("T&ocirc;i &amp;ocirc;ng", "Tôi ông"),
    ("Nhiệt độ < 10 độ", "Nhiệt độ < 10 độ"),
    ("A &#0; B", "A B"),
    ("&ldquo;Xanh&rdquo; &hellip;", "“Xanh” …"),
    ("Số &#7879; & số", "Số ệ & số"),
    ("<![CDATA[Đội A & đội B]]>", "Đội A & đội B"),
]


@pytest.mark.parametrize(("written", "title"), TITLES)
def test_a_title_keeps_its_ampersand(written: str, title: str) -> None:
    feed = read(rss(f"<item><title>{written}</title><link>{SITE}/?a=1&b=2</link></item>"))

    assert [(item.title, item.url) for item in feed.items] == [(title, f"{SITE}/?a=1&b=2")]


ATOM_LINKS = [
    ('<link href="/tin/1"/>', "/tin/1"),
    ('<link rel="alternate" href="/tin/1"/>', "/tin/1"),
    ('<link rel="ALTERNATE" type="text/html" href="/tin/1"/>', "/tin/1"),
    ('<link rel="" href="/tin/1"/>', "/tin/1"),
    ('<link rel="http://www.iana.org/assignments/relation/alternate" href="/tin/1"/>', "/tin/1"),
    ('<link rel="self" href="/api/1.atom"/><link rel="alternate" href="/tin/1"/>', "/tin/1"),
    ('<link rel="self" type="application/atom+xml" href="/api/1.atom"/><link rel="related" href="/tin/1"/>', "/tin/1"),
    ('<link rel="self" href="/tin/1"/>', "/tin/1"),
    ('<link rel="related" href="/tin/1"/>', "/tin/1"),
    ('<link rel="via" href="/tin/1"/>', "/tin/1"),
    ('<link rel="canonical" href="/tin/1"/>', "/tin/1"),
    ('<link rel="shortlink alternate" href="/tin/1"/>', "/tin/1"),
    ('<link rel="edit" href="/admin/1"/><content type="text/html" src="/tin/1"/>', "/tin/1"),
    ('<link rel="enclosure" type="application/pdf" href="/van-ban/1.pdf"/>', "/van-ban/1.pdf"),
    ('<link rel="enclosure" href="/a.mp3" type="audio/mpeg"/><link rel="alternate" href="/tin/1"/>', "/tin/1"),
    # no page of its own: comments, the feed itself, a file that is heard or seen
    ('<link rel="replies" href="/tin/1/binh-luan"/>', ""),
    ('<link rel="enclosure" type="audio/mpeg" href="/a.mp3"/>', ""),
    ('<link rel="self" type="application/atom+xml" href="/rss/tin.xml"/>', ""),
    ('<link rel="hub" href="https://hub.example.vn/"/>', ""),
    ('<link rel="edit" href="/admin/1"/>', ""),
    ('<link rel="license" href="/ban-quyen"/>', ""),
]


@pytest.mark.parametrize(("links", "path"), ATOM_LINKS)
def test_an_entry_leads_to_its_page_whatever_its_link_is_called(links: str, path: str) -> None:
    feed = read(atom(links), "application/atom+xml")

    assert [entry.url for entry in feed.entries] == ([SITE + path] if path else [])


ITEM_LINKS = [
    ("<link>/tin/1</link>", "/tin/1"),
    ("<link>tin/1</link>", "/rss/tin/1"),
    ("<link>\n  https://tavan.example.vn/tin/1\n </link>", "/tin/1"),
    ("<link>//tavan.example.vn/tin/1</link>", "/tin/1"),
    ("<guid>https://tavan.example.vn/tin/1</guid>", "/tin/1"),
    ('<guid isPermaLink="true">/tin/1</guid>', "/tin/1"),
    ('<guid isPermaLink="false">https://tavan.example.vn/tin/1</guid>', "/tin/1"),
    ('<guid isPermaLink="false">tb-1</guid><link>/tin/1</link>', "/tin/1"),
    ("<link></link><guid>https://tavan.example.vn/tin/1</guid>", "/tin/1"),
    ('<link href="/tin/1"/>', "/tin/1"),
    ('<atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="alternate" href="/tin/1"/>', "/tin/1"),
    ('<enclosure url="/van-ban/1.pdf" type="application/pdf" length="1"/>', "/van-ban/1.pdf"),
    ('<enclosure url="https://tavan.example.vn/a.jpg" type="image/jpeg" length="1"/><link>/tin/1</link>', "/tin/1"),
    ("<link>tavan.example.vn/tin/1</link>", "/tin/1"),
    ("<link>www.tavan.example.vn/tin/1</link>", "www"),
    ("<link>http:/tavan.example.vn/tin/1</link>", "http"),
    ('<guid isPermaLink="false">tb-1</guid>', ""),
    ('<enclosure url="/a.mp3" type="audio/mpeg" length="1"/>', ""),
    ("<comments>https://tavan.example.vn/tin/1#comments</comments>", ""),
    ("<link>javascript:void(0)</link>", ""),
    ("<link>mailto:ubnd@tavan.example.vn</link>", ""),
]


@pytest.mark.parametrize(("links", "path"), ITEM_LINKS)
def test_an_item_leads_to_its_page_whatever_says_so(links: str, path: str) -> None:
    feed = read(rss(f"<item><title>Lịch tiêm chủng</title>{links}</item>"))

    special = {"www": "https://www.tavan.example.vn/tin/1", "http": "http://tavan.example.vn/tin/1", "": ""}
    wanted = special.get(path, SITE + path)
    assert [entry.url for entry in feed.entries] == ([wanted] if wanted else [])
    assert (say(FeedNote.WITHOUT_ADDRESS, number=1) in feed.notes) == (not wanted)


BASES = [
    (atom('<link href="1"/>', ' xml:base="/tin/"'), "/tin/1"),
    (atom('<link xml:base="/tin/" href="1"/>'), "/tin/1"),
    (atom('<link href="1"/>', ' xml:base="https://tavan.example.vn/a/b/"'), "/a/b/1"),
    (atom('<link href="../1"/>', ' xml:base="/a/b/"'), "/a/1"),
    (atom('<link href="?id=1&amp;lang=vi"/>', ' xml:base="/tin/"'), "/tin/?id=1&lang=vi"),
    (rss('<item xml:base="/tin/"><title>x</title><link>1</link></item>'), "/tin/1"),
    (atom('<link href="/1"/>', ' xml:base="/tin/"'), "/1"),
    (atom('<link rel="related" href="1"/>', ' xml:base="/tin/"'), "/tin/1"),
    (atom('<link href="1"/>', ' xml:base=""'), "/rss/1"),
    (atom('<link href="https://tavan.example.vn/9"/>', ' xml:base="https://khac.example.vn/"'), "/9"),
]


@pytest.mark.parametrize(("feed", "path"), BASES)
def test_a_relative_link_is_read_from_its_base(feed: str, path: str) -> None:
    assert [entry.url for entry in read(feed).entries] == [SITE + path]


GOOD = "<item><title>Mưa lũ ở Tả Van</title><link>https://tavan.example.vn/tin/1</link></item>"
SLOPPY: dict[str, str | bytes] = {
    "blank before the declaration": "\r\n \n" + rss(GOOD),
    "byte order mark": "\ufeff" + rss(GOOD),
    "byte order mark and blanks": "\ufeff\n " + rss(GOOD),
    "blanks and byte order mark": "\n \ufeff" + rss(GOOD),
    "a script's warning before it": "Warning: include() in /a.php on line 3<br />\n" + rss(GOOD),
    "a control character": rss(GOOD.replace("lũ", "l\x0bũ")),
    "a reference to one": rss(GOOD.replace("Mưa", "Mưa&#x1;")),
    "UTF-8 that calls itself Latin": rss(GOOD, head='<?xml version="1.0" encoding="iso-8859-1"?>'),
    "UTF-8 that calls itself ASCII": rss(GOOD, head='<?xml version="1.0" encoding="us-ascii"?>'),
    "UTF-8 that calls itself UTF-16": rss(GOOD, head='<?xml version="1.0" encoding="utf-16"?>'),
    "UTF-8 of a name nobody knows": rss(GOOD, head='<?xml version="1.0" encoding="utf8mb4"?>'),
    "UTF-16": rss(GOOD, head='<?xml version="1.0" encoding="utf-16"?>').encode("utf-16"),
    "cut off": rss(GOOD + "<item><title>Lịch tiếp d")[:-30],
    "a prefix that is not declared": rss(GOOD.replace("</item>", "<dc:creator>A</dc:creator></item>")),
    "a document type": rss(GOOD, head='<?xml version="1.0"?><!DOCTYPE rss SYSTEM "rss.dtd">'),
    "an entity of HTML": rss(GOOD.replace("</item>", "<description>a&nbsp;b</description></item>")),
    "a tag that is not closed": rss(GOOD.replace("</item>", "<category>A</item>")),
    "no declaration": rss(GOOD, head=""),
    "two declarations": rss(GOOD, head='<?xml version="1.0"?>\n<?xml version="1.0"?>'),
    "a bare smaller-than": rss(GOOD.replace("</item>", "<description>5 < 6</description></item>")),
}


@pytest.mark.parametrize("name", SLOPPY)
def test_a_sloppy_feed_is_read(name: str) -> None:
    feed = read(SLOPPY[name])

    assert [(one.title, one.url) for one in feed.entries][:1] == [("Mưa lũ ở Tả Van", "https://tavan.example.vn/tin/1")]


def board(*links: str) -> str:
    return rss("".join(
        f"<item><title>Thông báo {number}</title><link>{SITE}{link}</link>"
        f'<guid isPermaLink="false">tb-{number}</guid></item>'
        for number, link in enumerate(links)
    ))  # fmt: skip


BOARDS = [
    (("/tb.aspx", "/tb.aspx", "/tb.aspx"), 1, (3, 1)),
    (("/tb.aspx#1", "/tb.aspx#2", "/tb.aspx#3"), 1, (3, 1)),
    (("/tb.aspx#tin", "/tb.aspx", "/khac"), 2, (2, 1)),
    (("/a", "/a", "/b", "/b"), 2, (4, 2)),
    (("/tb?id=1#x", "/tb?id=1#y", "/tb?id=2#x"), 2, (2, 1)),
    (("/#!/tin/1", "/#!/tin/2"), 1, (2, 1)),
    (("/#/tin/1", "/#/tin/2", "/#/tin/3"), 1, (3, 1)),
    (("/tb?utm_source=a", "/tb?utm_source=b"), 1, (2, 1)),
    (("/tb", "/tb?"), 1, (2, 1)),
    (("/tb?id=1&amp;fbclid=3", "/tb?id=1"), 1, (2, 1)),
    # each its own address
    (("/tb?id=1", "/tb?id=2"), 2, None),
    (("/tb/1", "/tb/1/"), 2, None),
    (("/tb/1#a", "/tb/2#a"), 2, None),
]


@pytest.mark.parametrize(("links", "addresses", "shared"), BOARDS)
def test_items_that_share_an_address_are_counted_and_told(
    links: tuple[str, ...], addresses: int, shared: tuple[int, int] | None
) -> None:
    feed = read(board(*links))

    told = [note for note in feed.notes if note.code == FeedNote.SHARED_ADDRESS.value]
    assert len({entry.url.partition("#")[0] for entry in feed.entries}) >= addresses
    assert [(note.params["items"], note.params["addresses"]) for note in told] == ([shared] if shared else [])


def test_an_item_that_stands_in_the_feed_twice_is_one() -> None:
    feed = read(rss(GOOD + GOOD))

    assert len(feed.entries) == 1
    assert feed.notes == ()


def test_a_json_feed_tells_of_shared_addresses_too() -> None:
    feed = """{"version":"https://jsonfeed.org/version/1.1","title":"x","items":[{"id":"1","title":"a",
        "url":"https://tavan.example.vn/tb#1"},{"id":"2","title":"b","url":"https://tavan.example.vn/tb#2"},{"id":"3"}]}"""

    found = read_json_feed(feed.encode(), url=URL, now=NOW)

    assert set(found.notes) == {
        say(FeedNote.SHARED_ADDRESS, items=2, addresses=1, url=f"{SITE}/tb"),
        say(FeedNote.WITHOUT_ADDRESS, number=1),
    }
