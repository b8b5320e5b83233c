"""Advisories of this year against readers of feeds, each by its name: what is fetched and read from outside."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote

import pytest

from crawlers.extract.article import PageExtractor
from crawlers.feeds.opml import MAX_OUTLINES, read_opml
from crawlers.feeds.reader import read_feed
from crawlers.fetch.single import fetch_once
from crawlers.fetch.visits import CrawlSettings, Fetched
from domain.errors import BadInput
from domain.page import FetchedPage
from domain.visits import FetchError
from tests.making import NOON, TEXT

SECRET = b"<h1>only for this house</h1>"
REFUSED = {FetchError.FORBIDDEN_ADDRESS, FetchError.BAD_URL, FetchError.DNS, FetchError.REFUSED_SOURCE}


class _House(BaseHTTPRequestHandler):
    """A publisher that leads visitors wherever its address says; what is asked of it is kept."""

    server: "_Server"

    def log_message(self, *_: object) -> None: ...

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        leads = self.path.startswith("/to?")
        self.send_response(302 if leads else 404 if self.path == "/robots.txt" else 200)
        if leads:
            self.send_header("Location", unquote(self.path.removeprefix("/to?")))
        self.send_header("Content-Length", "0" if leads else str(len(SECRET)))
        self.end_headers()
        self.wfile.write(b"" if leads else SECRET)


class _Server(ThreadingHTTPServer):
    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _House)
        self.asked: list[str] = []


@pytest.fixture(scope="module")
def publisher() -> Iterator[_Server]:
    yield from _opened()


@pytest.fixture(scope="module")
def inside() -> Iterator[_Server]:
    """A service of the house that no publisher may reach through us."""
    yield from _opened()


def _opened() -> Iterator[_Server]:
    server = _Server()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join(10)


WAYS_INSIDE = [
    "http://127.0.0.1:{port}/", "http://localhost:{port}/", "http://127.1:{port}/", "http://2130706433:{port}/",
    "http://0x7f000001:{port}/", "http://017700000001:{port}/", "http://[::1]:{port}/", "http://[::ffff:127.0.0.1]:{port}/",
    "http://0:{port}/", "//127.0.0.1:{port}/", "http://127.0.0.1.:{port}/", "http://x@127.0.0.1:{port}/",
    "file:///etc/passwd", "http://169.254.169.254/latest/meta-data/",
]  # fmt: skip


@pytest.mark.parametrize("way", WAYS_INSIDE)
def test_redirect_to_an_inside_address(publisher: _Server, inside: _Server, way: str) -> None:
    host, port = "127.0.0.1", publisher.server_address[1]
    there = way.format(port=inside.server_address[1])

    fetched = fetch_once(f"http://{host}:{port}/to?{there}", allow=frozenset({(host, port)}), timeout=20)

    assert fetched.error in REFUSED
    assert SECRET not in fetched.content
    assert inside.asked == []
    assert publisher.asked[-1].startswith("/to?")  # it was the redirect that was refused


INSIDE_RANGES = {
    "cgnat": "100.64.0.0 100.64.0.1 100.64.255.255 100.65.1.1 100.80.9.9 100.100.100.200 100.101.1.1 100.111.0.1 "
    "100.126.4.4 100.127.255.255",
    "ula": "fc00::1 fc00:1234::1 fcff::1 fd00::1 fd00:ec2::254 fd12:3456:789a::1 fd7a:115c:a1e0::1 fdaa::3 fdff::1 "
    "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
    "link-local": "169.254.0.1 169.254.169.254 169.254.170.2 169.254.255.255 fe80::1 fe80::1%eth0 fe80::a00:27ff:fe4e "
    "fe90::1 feaf::1 febf::ffff",
    "this-host": "0.0.0.0 0.0.0.1 0.1.2.3 0.255.255.255 127.0.0.1 127.0.1.1 127.255.255.254 :: ::1 ::0.0.0.0",
    "broadcast-and-reserved": "255.255.255.255 255.255.255.254 240.0.0.1 250.1.1.1 224.0.0.1 239.255.255.250 ff02::1 "
    "ff05::1:3 198.18.0.1 192.0.0.8",
    "nat64": "64:ff9b::7f00:1 64:ff9b::a00:1 64:ff9b::c0a8:101 64:ff9b::a9fe:a9fe 64:ff9b::6440:1 64:ff9b::ac10:1 "
    "64:ff9b::127.0.0.1 64:ff9b::0 64:ff9b::ffff:ffff 64:ff9b:1::1",
    "6to4-and-teredo": "2002:7f00:1:: 2002:a00:1:: 2002:c0a8:101::1 2002:a9fe:a9fe:: 2002:6440:1:: 2002:ac10:1:: "
    "2002:0:0:: 2002:ffff:ffff:: 2001:0:4136:e378:8000:63bf:f5ff:fffe 2001:0:1:1:0:0:80ff:fffe",
    "ipv6-mapped": "::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:192.168.1.1 ::ffff:172.16.0.1 ::ffff:169.254.169.254 "
    "::ffff:100.64.0.1 ::ffff:0.0.0.0 ::ffff:255.255.255.255 ::127.0.0.1 ::10.1.2.3",
}


@pytest.mark.parametrize(
    ("kind", "ip"),
    [(kind, ip) for kind, ips in INSIDE_RANGES.items() for ip in ips.split()],
)
def test_a_public_name_that_leads_into_a_private_range(kind: str, ip: str) -> None:
    settings = CrawlSettings(lookup=lambda _host: [ip])

    assert fetch_once("http://bao-x.vn/", settings=settings, timeout=20).error is FetchError.FORBIDDEN_ADDRESS, kind


def test_each_range_has_ten_variations() -> None:
    assert {kind: len(ips.split()) for kind, ips in INSIDE_RANGES.items()} == dict.fromkeys(INSIDE_RANGES, 10)


PARSERS_DIFFER = [
    "http://bao.vn@127.0.0.1/", "http://bao.vn:80@127.0.0.1:80/", "http://bao.vn\\@127.0.0.1/", "http://127.0.0.1\\@bao.vn/",
    "http://bao.vn\t@127.0.0.1/", "http://127.0.0.1\n.bao.vn/", "http://127。0。0。1/", "http://127．0．0．1/", "http://①②⑦.0.0.1/",
    "http://0177.0.0.01/", "http://0x7f.0x0.0x0.0x1/", "http://127.1/", "http://[fe80::1%25eth0]/", "http://[::1%2525lo]/",
    "http://bao.vn:00022/", "http://bao.vn:22/", "http://bao.vn:6379/", "http://127.0.0.1%2f@bao.vn/", "http://127%2e0%2e0%2e1/",
    "http://[::ffff:7f00:1].bao.vn/", "http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/", "http://127.0.0.1#@bao.vn/", "http://127.0.0.1?@bao.vn/",
    "http:/\\127.0.0.1/", "http:127.0.0.1/", "http://bao.vn:٨٠@127.0.0.1/",
]  # fmt: skip


@pytest.mark.parametrize("url", PARSERS_DIFFER)
def test_two_parsers_that_read_one_address_differently(url: str) -> None:
    looked: list[str] = []

    def lookup(host: str) -> list[str]:
        looked.append(host)
        return ["127.0.0.1"]

    fetched: Fetched = fetch_once(url, settings=CrawlSettings(lookup=lookup), timeout=20)

    assert fetched.error in REFUSED
    assert fetched.content == b""


SCRIPTS = [
    "javascript:alert(1)", "JavaScript:alert(1)", " javascript:alert(1)", "java\tscript:alert(1)",
    "java\nscript:alert(1)", "\x01javascript:alert(1)", "javascript&#58;alert(1)", "javascript&colon;alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "DATA:text/html;base64,PHNjcmlwdD4=", "vbscript:msgbox(1)", "VBScript:msgbox(1)", "blob:https://bao.vn/1", "view-source:http://x.vn",
]  # fmt: skip


def _is_web(address: str) -> bool:
    return address == "" or address.startswith(("http://", "https://"))


def _quoted(text: str) -> str:
    return "".join(f"&#{ord(letter)};" if letter in '<"' else letter for letter in text)


@pytest.mark.parametrize("link", SCRIPTS)
def test_script_links_through_a_feed(link: str) -> None:
    rss = (
        f"<rss version='2.0'><channel><title>t</title><link>{_quoted(link)}</link><item><title>a</title>"
        f"<link>{_quoted(link)}</link><guid>{_quoted(link)}</guid></item></channel></rss>"
    )
    atom = (
        f"<feed xmlns='http://www.w3.org/2005/Atom'><title>t</title><link href=\"{_quoted(link)}\"/><entry>"
        f'<title>a</title><id>{_quoted(link)}</id><link href="{_quoted(link)}"/></entry></feed>'
    )
    for content in (rss, atom):
        try:
            feed = read_feed(content.encode(), url="https://bao.vn/rss", content_type="text/xml", now=NOON)
        except BadInput:
            continue
        for address in (feed.link, feed.hub, *(item.url for item in feed.items)):
            assert _is_web(address)


@pytest.mark.parametrize("link", SCRIPTS)
def test_script_links_through_an_articles_own_page(link: str) -> None:
    body = "".join(f"<p>{line}</p>" for line in (TEXT * 3).split("\n"))
    html = (
        f'<html><head><link rel="canonical" href="{_quoted(link)}"><meta property="og:url" content="{_quoted(link)}">'
        f'<meta property="og:image" content="{_quoted(link)}"><title>Tiêm chủng</title></head>'
        f"<body><h1>Tiêm chủng miễn phí cho trẻ em</h1><article>{body}</article></body></html>"
    )
    page = FetchedPage(url="https://bao-a.vn/tin/a-1.html", content=html.encode(), fetched_at=NOON)

    read = PageExtractor().extract(page)

    assert read.url.startswith("https://bao-a.vn/")
    assert _is_web(read.image_url)


@pytest.mark.parametrize("link", SCRIPTS)
def test_script_links_through_a_list_of_sources(link: str) -> None:
    attribute = link.replace("&", "&amp;").replace("<", "&lt;").replace("\x01", "")
    opml = (
        f'<opml version="2.0"><body><outline text="a" xmlUrl="{attribute}" htmlUrl="{attribute}"/>'
        f'<outline text="b" xmlUrl="https://b.vn/rss" htmlUrl="{attribute}"/></body></opml>'
    )

    read = read_opml(opml.encode()).outlines

    assert [outline.feed_url for outline in read] == ["https://b.vn/rss"]
    assert read[0].home_url == ""


HALVES = ["d800", "dfff", "d83d", "dbff", "dc00", "d83d\\ud83d", "dc00\\ud800", "d83d tin", "0000", "0085"]  # after \\u


@pytest.mark.parametrize("half", HALVES)
def test_lone_surrogates_in_what_publishers_write(half: str) -> None:
    """JSON spells them, and so do character references; what is read of it can be kept and sent."""
    spelt = f"\\u{half}"
    entry = f'{{"id": "{spelt}", "url": "https://bao.vn/{spelt}", "title": "Tin {spelt}", "content_text": "{spelt}"}}'
    feed = f'{{"version": "https://jsonfeed.org/version/1", "title": "{spelt}", "items": [{entry}]}}'
    reference = f"&#x{half[:4]};"
    rss = f"<rss version='2.0'><channel><title>{reference}</title><item><title>Tin {reference}</title>"
    rss += f"<link>https://bao.vn/1{reference}</link><guid>{reference}</guid></item></channel></rss>"
    for content in (feed, rss):
        try:
            read = read_feed(content.encode(), url="https://bao.vn/f", content_type=None, now=NOON)
        except BadInput:
            continue
        for item in read.items:
            assert repr((item.title, item.summary, item.url, item.id, read.title)).count("\\ud") == 0
    named = (
        f'"headline": "Tiêm chủng {spelt} miễn phí", "url": "https://bao-a.vn/{spelt}", "image": "https://a.vn/{spelt}"'
    )
    page = f'<script type="application/ld+json">{{"@type": "NewsArticle", {named}}}</script>'
    page += f"<h1>Tiêm chủng {reference}</h1>"
    page += f"<article><p>{TEXT * 3} {reference}</p><p>{TEXT}</p></article>"
    found = PageExtractor().extract(
        FetchedPage(url="https://bao-a.vn/tin/a-1.html", content=page.encode(), fetched_at=NOON)
    )
    for text in (found.title, found.lead, found.text, found.url, found.image_url, found.byline):
        assert text.encode().decode() == text
        assert "\x00" not in text


ENTITIES = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
OPML_FLOODS = {
    "a billion laughs": f'<!DOCTYPE o [<!ENTITY a0 "ha">{ENTITIES}]><opml><body><outline text="&a11;"/></body></opml>',
    "a quadratic blow-up": f'<!DOCTYPE o [<!ENTITY a "{"h" * 50_000}">]><opml><body>{"&a;" * 5_000}</body></opml>',
    "a file of ours": '<!DOCTYPE o [<!ENTITY a SYSTEM "file:///etc/passwd">]><opml><body>&a;</body></opml>',
    "a service of ours": '<!DOCTYPE o SYSTEM "http://127.0.0.1:9/x.dtd"><opml><body/></opml>',
    "a parameter entity": '<!DOCTYPE o [<!ENTITY % a SYSTEM "http://127.0.0.1:9/"> %a;]><opml><body/></opml>',
    "a hundred thousand folders in each other": "<opml><body>" + '<outline text="a">' * 100_000,
    "six megabytes": "<opml>" + " " * 6_000_000 + "</opml>",
    "an endless attribute": f'<opml><body><outline text="{"x" * 6_000_000}"/></body></opml>',
    "packed": "\x1f\x8b\x08\x00",
    "half a list": '<opml><body><outline text="a" xmlUrl="https://a.vn/rss"',
}


@pytest.mark.parametrize("name", OPML_FLOODS)
def test_opml_floods(name: str) -> None:
    with pytest.raises(BadInput):
        read_opml(OPML_FLOODS[name].encode("latin-1", "xmlcharrefreplace"))


def test_opml_floods_of_outlines() -> None:
    many = "".join(f'<outline text="{n}" xmlUrl="https://b{n}.vn/rss"/>' for n in range(60_000))

    assert len(read_opml(f"<opml><body>{many}</body></opml>".encode()).outlines) <= MAX_OUTLINES


ZONELESS = """
from datetime import datetime, UTC
from messages.catalogue import Catalogue
from crawlers.dates.habits import Habits
noon = datetime(2026, 11, 23, 5, tzinfo=UTC)
print(Catalogue().time(noon), Habits(now=noon).dated("23/11/2026 05:10"))
"""


@pytest.mark.parametrize("zone", [None, "", "UTC", "America/New_York", "Asia/Kathmandu", "Nowhere/None", ":", "XYZ-13"])
def test_dates_in_a_container_without_a_time_zone(zone: str | None) -> None:
    """PYTHONTZPATH: there is no /usr/share/zoneinfo."""
    around = {name: value for name, value in os.environ.items() if name != "TZ"} | {"PYTHONTZPATH": "/none"}
    around |= {} if zone is None else {"TZ": zone}
    root = Path(__file__).parents[2]

    said = subprocess.run(
        [sys.executable, "-c", ZONELESS], env=around, cwd=root, capture_output=True, text=True, check=True
    )

    assert said.stdout.startswith("12:00 ngày 23/11/2026 ")
    assert "2026-11-23T05:10+07:00" in said.stdout or "2026, 11, 23, 5, 10" in said.stdout
