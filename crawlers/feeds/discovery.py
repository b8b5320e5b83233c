"""Where a publisher's news may come from, given its home page. Nothing is fetched here: the caller tries them."""

import re
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from crawlers.decode.charset import decode
from crawlers.feeds.content import web_address
from crawlers.feeds.plain_text import plain, unescaped_link
from domain.sources import FeedKind

MAX_PAGE_BYTES = 2_000_000
MAX_CANDIDATES = 30
MAX_ROBOTS_BYTES = 500_000

_TAG = re.compile(r"<(link|a)\s([^<>]{1,2000})>", re.I)
_ATTRIBUTE = re.compile(r"""([\w:-]{1,20})\s{0,3}=\s{0,3}(?:"([^"]{0,1000})"|'([^']{0,1000})'|([^\s"'>]{1,1000}))""")
_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml")
_LOOKS_LIKE_FEED = re.compile(
    r"(?:\.rss|/rss(?:\.xml)?|/feed|/atom(?:\.xml)?|feed\.(?:xml|json)|rss\.xml)/?(?:\?|$)", re.I
)
_LOOKS_LIKE_RSS_LIST = re.compile(r"/(?:rss|kenh-rss|trang-rss)(?:\.html?|\.aspx|/)?$", re.I)
_BASE = re.compile(r"<base\s[^<>]{0,500}?href\s{0,3}=\s{0,3}[\"']([^\"']{1,500})", re.I)
_SITEMAP_LINE = re.compile(r"^\s{0,9}sitemap\s{0,9}:\s{0,9}(\S{1,2000})", re.I | re.M)

# The likeliest first: the caller may stop after a few.
GUESSED_FEEDS = ("/rss", "/rss.xml", "/feed", "/rss/home.rss", "/rss/trang-chu.rss")
GUESSED_SITEMAPS = ("/news-sitemap.xml", "/sitemap-news.xml", "/sitemap.xml", "/sitemap_index.xml")
RARER_FEEDS = ("/feed.xml", "/rss/tin-moi-nhat.rss", "/home.rss", "/atom.xml", "/index.xml", "/feed.json", "/rss.aspx")


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedCandidate:
    """An address worth a try. `said` tells what the publisher states from what is only guessed."""

    url: str
    title: str = ""
    kind: FeedKind = FeedKind.FEED
    said: bool = True


def find_feeds(content: bytes, *, url: str, content_type: str | None = None) -> tuple[FeedCandidate, ...]:
    """The feeds that a page names: link elements first, then links that look like feeds or lists of feeds."""
    text = decode(content[:MAX_PAGE_BYTES], content_type)
    base_tag = _BASE.search(text[:100_000])
    base = urljoin(url, unescaped_link(base_tag[1])) if base_tag else url
    stated: dict[str, FeedCandidate] = {}
    linked: dict[str, FeedCandidate] = {}
    for count, tag in enumerate(_TAG.finditer(text)):
        if count > 20_000:
            break
        attributes = _attributes(tag[2])
        address = web_address(attributes.get("href", ""), base)
        if not address or _is_comments(address):
            continue
        title = plain(attributes.get("title", ""), 200)
        if tag[1].lower() == "link" and _is_alternate(attributes):
            stated.setdefault(address, FeedCandidate(url=address, title=title))
        elif tag[1].lower() == "a" and is_same_site(address, url) and _looks_like_feed(address):
            linked.setdefault(address, FeedCandidate(url=address, title=title))
    return tuple((stated | {key: found for key, found in linked.items() if key not in stated}).values())[
        :MAX_CANDIDATES
    ]


def sitemaps_in_robots(robots: str) -> tuple[FeedCandidate, ...]:
    """The Sitemap lines of a robots.txt, those that speak of news first."""
    found = dict.fromkeys(web_address(line, "") for line in _SITEMAP_LINE.findall(robots[:MAX_ROBOTS_BYTES])[:200])
    addresses = sorted((address for address in found if address), key=lambda address: "news" not in address.lower())
    return tuple(FeedCandidate(url=address, kind=FeedKind.SITEMAP) for address in addresses[:MAX_CANDIDATES])


def guesses(url: str) -> tuple[FeedCandidate, ...]:
    """Common addresses, to be tried one after the other only when the publisher names none."""
    sitemaps = {*GUESSED_SITEMAPS}
    return tuple(
        FeedCandidate(url=urljoin(url, path), said=False, kind=FeedKind.SITEMAP if path in sitemaps else FeedKind.FEED)
        for path in (*GUESSED_FEEDS, *GUESSED_SITEMAPS, *RARER_FEEDS)
    )


def _attributes(text: str) -> dict[str, str]:
    found = _ATTRIBUTE.findall(text)
    return {name.lower(): unescaped_link(double or single or bare) for name, double, single, bare in reversed(found)}


def _is_alternate(attributes: dict[str, str]) -> bool:
    rel, kind = attributes.get("rel", "").lower().split(), attributes.get("type", "").lower()
    return ("alternate" in rel or "feed" in rel) and kind.split(";")[0].strip() in _FEED_TYPES


def _looks_like_feed(address: str) -> bool:
    parts = urlsplit(address)
    return bool(_LOOKS_LIKE_FEED.search(parts.path) or _LOOKS_LIKE_RSS_LIST.search(parts.path))


def _is_comments(address: str) -> bool:
    """WordPress offers readers' comments as a feed: people, not the publisher (design §1)."""
    return "/comments/" in address or address.rstrip("/").endswith("/comments") or "comments=" in address


def is_same_site(address: str, home: str) -> bool:
    host, own = urlsplit(address).hostname or "", (urlsplit(home).hostname or "").removeprefix("www.")
    return host == own or host.endswith("." + own)
