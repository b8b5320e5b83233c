"""Sitemaps and lists of sources as portals and people write them by hand."""

from datetime import datetime

import pytest

from crawlers.feeds.opml import read_opml
from crawlers.feeds.sitemaps import read_sitemap
from domain.errors import BadInput
from domain.problems import Problem
from domain.times import VIETNAM

NOW = datetime(2026, 11, 25, 10, 0, tzinfo=VIETNAM)
SITE = "https://tavan.example.vn"
XML = '<?xml version="1.0" encoding="utf-8"?>'
SPACE = ' xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def sitemap(*rows: str, head: str = XML, space: str = SPACE) -> str:
    return f"{head}<urlset{space}>{''.join(f'<url>{row}</url>' for row in rows)}</urlset>"


ONE, TWO, THREE = (f"<loc>{SITE}/{number}.html</loc>" for number in (1, 2, 3))
ALL = ["/1.html", "/2.html", "/3.html"]
NEWS = "<news:news><news:publication_date>2026-11-24T17:30:00+07:00</news:publication_date>" \
       "<news:title>Lịch tiêm chủng</news:title></news:news>"  # fmt: skip
SITEMAPS: dict[str, tuple[str | bytes, list[str]]] = {
    "bare ampersand": (sitemap(ONE, f"<loc>{SITE}/?a=1&b=2</loc>", THREE), ["/1.html", "/?a=1&b=2", "/3.html"]),
    "an ampersand that looks like a letter": (
        sitemap(f"<loc>{SITE}/?a=1&lang=vi&copy=2</loc>"), ["/?a=1&lang=vi&copy=2"]),
    "one that was escaped twice": (sitemap(f"<loc>{SITE}/?a=1&amp;amp;b=2</loc>"), ["/?a=1&b=2"]),
    "a prefix that is not declared": (sitemap(ONE + NEWS), ["/1.html"]),
    "no namespace at all": (sitemap(ONE, TWO, THREE, space=""), ALL),
    "an attribute without its prefix": (sitemap(ONE + '<xhtml:link rel="alternate" href="/m/1"/>', TWO, THREE), ALL),
    "control character": (sitemap(ONE, "\x0b" + TWO, THREE), ALL),
    "reference to a control character": (sitemap(ONE + "<priority>&#x2;</priority>", TWO, THREE), ALL),
    "blanks before": ("\n\n  " + sitemap(ONE, TWO, THREE), ALL),
    "byte order mark": ("\ufeff" + sitemap(ONE, TWO, THREE), ALL),
    "byte order mark and blanks": ("\ufeff\n" + sitemap(ONE, TWO, THREE), ALL),
    "a warning before": ("<br />\n<b>Notice</b>: x in /a.php<br />\n" + sitemap(ONE, TWO, THREE), ALL),
    "a document type": (sitemap(ONE, TWO, THREE, head=XML + '<!DOCTYPE urlset SYSTEM "s.dtd">'), ALL),
    "two declarations": (sitemap(ONE, TWO, THREE, head=XML + "\n" + XML), ALL),
    "UTF-16": (sitemap(ONE, TWO, THREE, head='<?xml version="1.0" encoding="utf-16"?>').encode("utf-16"), ALL),
    "UTF-16 that calls itself UTF-8": (sitemap(ONE, TWO, THREE).encode("utf-16"), ALL),
    "a name of an encoding that nobody knows": (
        sitemap(ONE, TWO + "<x>ế</x>", THREE, head='<?xml version="1.0" encoding="utf8mb4"?>'), ALL),
    "UTF-8 that calls itself ASCII": (
        sitemap(ONE + "<x>ế</x>", TWO, THREE, head='<?xml version="1.0" encoding="us-ascii"?>'), ALL),
    "an entry whose tag is not closed": (
        sitemap(ONE, TWO, THREE).replace("</loc></url><url><loc>", "</loc><url><loc>", 1), ALL),
    "a wrong end tag": (sitemap(ONE, TWO + "<lastmod>2026-11-20</lastmode>", THREE), ALL),
    "an entity of HTML": (sitemap(ONE + "<x>a&nbsp;b</x>", TWO, THREE), ALL),
    "a bare smaller-than": (sitemap(ONE + "<x>5 < 6</x>", TWO, THREE), ALL),
    "cut off within an entry": (sitemap(ONE, TWO, THREE)[:-40], ALL[:2]),
    "bare ampersand and cut off": (sitemap(f"<loc>{SITE}/?a=1&b=2</loc>", TWO, THREE)[:-40], ["/?a=1&b=2", "/2.html"]),
    "CDATA": (sitemap(f"<loc><![CDATA[{SITE}/?a=1&lang=vi]]></loc>"), ["/?a=1&lang=vi"]),
    "rubbish behind": (sitemap(ONE, TWO, THREE) + "<!-- 0.2s --><script>x&y</script>", ALL),
    "no declaration": (sitemap(ONE, TWO, THREE, head=""), ALL),
}  # fmt: skip


@pytest.mark.parametrize("name", SITEMAPS)
def test_a_sloppy_sitemap_is_read_whole(name: str) -> None:
    written, paths = SITEMAPS[name]

    found = read_sitemap(written if isinstance(written, bytes) else written.encode(), url=f"{SITE}/s.xml", now=NOW)

    assert [entry.url for entry in found.entries] == [SITE + path for path in paths]


def test_news_of_an_undeclared_prefix_keep_their_title_and_time() -> None:
    found = read_sitemap(sitemap(ONE + NEWS).encode(), url=SITE, now=NOW)

    assert found.is_news
    assert [(one.title, one.published_at) for one in found.entries] == [
        ("Lịch tiêm chủng", datetime(2026, 11, 24, 17, 30, tzinfo=VIETNAM))
    ]


def test_a_picture_of_an_undeclared_prefix_is_no_page() -> None:
    row = f"<image:image><image:loc>{SITE}/1.jpg</image:loc><image:title>Ảnh</image:title></image:image>{ONE}"

    found = read_sitemap(sitemap(row).encode(), url=SITE, now=NOW)

    assert [(one.url, one.title) for one in found.entries] == [(f"{SITE}/1.html", "")]


def test_an_index_with_bare_ampersands_lists_its_sitemaps() -> None:
    index = f"{XML}<sitemapindex{SPACE}><sitemap><loc>{SITE}/s.aspx?y=2026&lang=vi</loc></sitemap></sitemapindex>"

    assert [one.url for one in read_sitemap(index.encode(), url=SITE, now=NOW).sitemaps] == [
        f"{SITE}/s.aspx?y=2026&lang=vi"
    ]


A, B = "https://a.example.vn/rss.xml", "https://b.example.vn/rss.xml"
FIRST, LAST = f'<outline text="A" xmlUrl="{A}"/>', f'<outline text="B" xmlUrl="{B}"/>'


def opml(*outlines: str, head: str = XML) -> str:
    return (
        f'{head}\n<opml version="2.0"><head><title>x</title></head><body>\n' + "\n".join(outlines) + "\n</body></opml>"
    )


LISTS: dict[str, tuple[str | bytes, list[str]]] = {
    "bare ampersand": (
        opml(FIRST, '<outline text="Báo & Đài" xmlUrl="https://c.example.vn/rss.aspx?c=1&lang=vi"/>', LAST),
        [A, "https://c.example.vn/rss.aspx?c=1&lang=vi", B]),
    "feed scheme": (
        opml('<outline text="A" xmlUrl="feed://a.example.vn/rss.xml"/>', LAST), ["http://a.example.vn/rss.xml", B]),
    "feed scheme before another": (opml(f'<outline text="A" xmlUrl="feed:{A}"/>', LAST), [A, B]),
    "no scheme": (opml('<outline text="A" xmlUrl="a.example.vn/rss.xml"/>', LAST), [A, B]),
    "blanks around": (opml(f'<outline text="A" xmlUrl="  {A} "/>', LAST), [A, B]),
    "full-width signs": (opml('<outline text="A" xmlUrl="https：／／a.example.vn／rss.xml"/>', LAST), [A, B]),
    "a full stop behind": (opml(f'<outline text="A" xmlUrl="{A}."/>', LAST), [A, B]),
    "blanks before": ("\n \n" + opml(FIRST, LAST), [A, B]),
    "byte order mark": ("\ufeff" + opml(FIRST, LAST), [A, B]),
    "control character": (opml('<outline text="A\x0b" xmlUrl="' + A + '"/>', LAST), [A, B]),
    "a document type": (opml(FIRST, LAST, head=XML + '<!DOCTYPE opml SYSTEM "opml.dtd">'), [A, B]),
    "UTF-8 that calls itself Latin": (opml(FIRST, LAST, head='<?xml version="1.0" encoding="ISO-8859-1"?>'), [A, B]),
    "UTF-8 that calls itself UTF-16": (opml(FIRST, LAST, head='<?xml version="1.0" encoding="UTF-16"?>'), [A, B]),
    "UTF-16": (opml(FIRST, LAST, head='<?xml version="1.0" encoding="UTF-16"?>').encode("utf-16"), [A, B]),
    "cut off": (opml(FIRST, LAST, FIRST)[:-60], [A, B]),
    "a prefix that is not declared": (opml(f'<outline text="A" xmlUrl="{A}" npr:quality="1"/>', LAST), [A, B]),
    "a tag in a name": (opml(f'<outline text="A <b>mới</b>" xmlUrl="{A}"/>', LAST), [A, B]),
    "an entity of HTML": (opml(f'<outline text="A&nbsp;&ocirc;" xmlUrl="{A}"/>', LAST), [A, B]),
    "an outline that is not closed": (opml(f'<outline text="A" xmlUrl="{A}">', LAST), [A, B]),
    "other capitals": (opml(f'<Outline TEXT="A" XMLURL="{A}"/>', LAST), [A, B]),
    "url for xmlUrl": (opml(f'<outline type="rss" text="A" url="{A}"/>', LAST), [A, B]),
    "folders": (opml(f'<outline text="Tỉnh">{FIRST}<outline text="Xã">{LAST}</outline></outline>'), [A, B]),
    "the same twice": (opml(FIRST, FIRST, LAST), [A, B]),
    "two declarations": (opml(FIRST, LAST, head=XML + XML), [A, B]),
}  # fmt: skip


@pytest.mark.parametrize("name", LISTS)
def test_a_sloppy_list_of_sources_is_read_whole(name: str) -> None:
    written, addresses = LISTS[name]

    found = read_opml(written if isinstance(written, bytes) else written.encode())

    assert [one.feed_url for one in found.outlines] == addresses
    assert found.refused == ()


def test_a_sloppy_lists_names_are_kept() -> None:
    found = read_opml(LISTS["bare ampersand"][0].encode())  # type: ignore[union-attr]

    assert [one.name for one in found.outlines] == ["A", "Báo & Đài", "B"]


REFUSED = [
    ('<outline text="X" xmlUrl="ftp://x.example.vn/rss"/>', Problem.NOT_A_WEB_ADDRESS),
    ('<outline text="X" xmlUrl="file:///etc/passwd"/>', Problem.NOT_A_WEB_ADDRESS),
    ('<outline text="X" xmlUrl="javascript:alert(1)"/>', Problem.NOT_A_WEB_ADDRESS),
    ('<outline text="X" xmlUrl="mailto:a@x.example.vn"/>', Problem.NOT_A_WEB_ADDRESS),
    ('<outline text="X" xmlUrl="http://[x"/>', Problem.NOT_A_WEB_ADDRESS),
    ('<outline text="X" xmlUrl="https://"/>', Problem.NOT_A_WEB_ADDRESS),
    ('<outline text="X" xmlUrl="rss.xml"/>', None),  # a host, as far as anybody can tell
    ('<outline text="X" xmlUrl="/rss.xml"/>', Problem.NOT_A_WEB_ADDRESS),
    ('<outline text="X" xmlUrl="không rõ"/>', Problem.NOT_A_WEB_ADDRESS),
    ('<outline type="rss" text="X"/>', Problem.LIST_WITHOUT_ADDRESS),
    ('<outline type="rss" text="X" htmlUrl="https://x.example.vn/"/>', Problem.LIST_WITHOUT_ADDRESS),
    ('<outline type="rss" text="X" xmlUrl=""/>', Problem.LIST_WITHOUT_ADDRESS),
    ('<outline text="Thư mục trống"/>', None),
    ('<outline type="link" text="X" url="https://x.example.vn/"/>', None),
]


@pytest.mark.parametrize("ampersand", ["&amp;", "&"], ids=["strict", "lenient"])
@pytest.mark.parametrize(("line", "why"), REFUSED)
def test_each_refused_line_is_named_with_its_number(line: str, why: Problem | None, ampersand: str) -> None:
    written = opml(f'<outline text="A {ampersand} B" xmlUrl="{A}"/>', line, LAST)

    for before in ("", "\n\n", "\ufeff\n"):
        refused = read_opml((before + written).encode()).refused
        number = 4 + before.count("\n")
        assert [(one.line, one.name, one.why.code) for one in refused] == ([(number, "X", why)] if why else [])


@pytest.mark.parametrize("content", [b"<opml><body>", b"<rss/>", b"x", b"<opml", b"<html><body>&x</body></html>"])
def test_what_is_no_list_stays_none(content: bytes) -> None:
    with pytest.raises(BadInput):
        read_opml(content)
