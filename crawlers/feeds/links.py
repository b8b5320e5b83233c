"""Where an item of a feed leads, whatever its publisher calls the link."""

from collections.abc import Iterator, Mapping
from typing import Any

from crawlers.feeds.cap import TYPE
from crawlers.feeds.content import web_address

_REGISTRY = "http://www.iana.org/assignments/relation/"
# Behind the alternate page and the item's own id, in this order.
_NEARLY_THE_PAGE = ("canonical", "", "bookmark", "shortlink", "related", "via")
_NO_PAGE = ("audio/", "video/", "image/", "application/atom", "application/rss", "application/json", "application/xml",
            "text/xml", "text/css")  # fmt: skip


def item_link(item: Any, given_id: str, base: str) -> str:
    """ "" for an item that leads nowhere."""
    links = [link for link in item.get("links", ()) if isinstance(link, Mapping)]
    return next((address for href in _hrefs(item, links, given_id, base) if (address := web_address(href, base))), "")


def _hrefs(item: Any, links: list[Mapping[str, str]], given_id: str, base: str) -> Iterator[str]:
    # Where an item leads to its CAP message and to a page about it, the message is what counts.
    yield from (link.get("href", "") for link in links if link.get("type", "").lower().startswith(TYPE))
    yield _text(item, "link")
    pages = [link for link in links if not link.get("type", "").lower().startswith(_NO_PAGE)]
    yield from (link.get("href", "") for link in pages if "alternate" in _relations(link))
    if "://" in given_id:
        yield given_id
    for relation in _NEARLY_THE_PAGE:
        yield from (link.get("href", "") for link in pages if relation in _relations(link))
    # feedparser calls each of these a feed; the one that the item stands in is no page of its own.
    yield from (href for link in links if "self" in _relations(link) and (href := link.get("href", "")) != base)
    yield from (one.get("src", "") for one in item.get("content", ()) if isinstance(one, Mapping))
    yield from (link.get("href", "") for link in pages if "enclosure" in _relations(link))


def _relations(link: Mapping[str, str]) -> list[str]:
    return [word.removeprefix(_REGISTRY) for word in link.get("rel", "").lower().split()] or [""]


def _text(item: Any, key: str) -> str:
    value = dict.get(item, key)  # not feedparser's own lookup, which answers with other keys' values
    return value if isinstance(value, str) else ""
