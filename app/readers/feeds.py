"""What a reader does with a feed, a sitemap, a list page or a publisher's home page. Imported by the readers alone."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from crawlers.extract import stand_in_pages
from crawlers.feeds import discovery
from crawlers.feeds.identity import read_identity
from crawlers.feeds.list_pages import read_list_page
from crawlers.feeds.list_proposals import propose_lists
from crawlers.feeds.opml import read_opml
from crawlers.feeds.reader import read_feed
from crawlers.feeds.sitemaps import read_sitemap
from crawlers.feeds.websub import find_hub
from domain.errors import BadInput
from domain.message import Message, say
from domain.problems import Unreadable
from domain.sources import Announcement, FeedEntry, ListProposal, SiteIdentity, SourceList


class Wanted(StrEnum):
    """What is asked of the bytes at an address; the first three are FeedKind's."""

    FEED = "feed"
    SITEMAP = "sitemap"
    LIST_PAGE = "list-page"
    FEED_LINKS = "feed-links"  # the feeds that a page names
    LISTS = "lists"  # what each of `rules` finds on a page; without rules, those that find its articles
    IDENTITY = "identity"  # what a front page says of its site
    OPML = "opml"  # a list of sources from somewhere else
    STAND_IN = "stand-in"  # whether a page blocks its readers


@dataclass(frozen=True, kw_only=True)
class Question:
    wanted: Wanted
    content: bytes
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    rules: tuple[str, ...] = ()  # CSS selectors
    now: datetime


Answer = Announcement | SiteIdentity | SourceList | Message | tuple[Any, ...]


def prepare() -> Callable[[Question], Answer]:
    """The libraries are loaded with this module: the first feed's deadline is its own."""
    return read


def read(question: Question) -> Answer:
    """A message says why there is nothing to read."""
    try:
        return _READERS[question.wanted](question)
    except BadInput as error:
        return _stand_in(question) or error.why or error.message


def _feed(question: Question) -> Announcement:
    content_type = question.headers.get("content-type")
    read = read_feed(question.content, url=question.url, content_type=content_type, now=question.now)
    return Announcement(
        title=read.title,
        entries=read.entries,
        notes=read.notes,
        ttl_seconds=read.ttl_seconds,
        skip_hours=frozenset(read.skip_hours),
        hub=find_hub(read, question.headers, url=question.url),
        claims=read.claims,
    )


def _sitemap(question: Question) -> Announcement:
    read = read_sitemap(question.content, url=question.url, now=question.now)
    return Announcement(entries=read.entries, sitemaps=read.sitemaps, notes=read.notes)


def _list_page(question: Question) -> Announcement:
    found = _links(question, question.rules[0])
    if not found and (why := _what_stands_in(question)):
        raise BadInput(why)
    return Announcement(entries=found)


def _lists(question: Question) -> tuple[ListProposal, ...]:
    if question.rules:
        return tuple(ListProposal(rule=rule, entries=_links(question, rule)) for rule in question.rules)
    content_type = question.headers.get("content-type")
    return propose_lists(question.content, url=question.url, now=question.now, content_type=content_type)


def _links(question: Question, rule: str) -> tuple[FeedEntry, ...]:
    content_type = question.headers.get("content-type")
    return read_list_page(question.content, url=question.url, rule=rule, now=question.now, content_type=content_type)


def _feed_links(question: Question) -> tuple[tuple[str, str], ...]:
    content_type = question.headers.get("content-type")
    named = discovery.find_feeds(question.content, url=question.url, content_type=content_type)
    return tuple((candidate.url, candidate.title) for candidate in named)


def _identity(question: Question) -> SiteIdentity:
    return read_identity(question.content, url=question.url, content_type=question.headers.get("content-type"))


def _opml(question: Question) -> SourceList:
    return read_opml(question.content)


def _stand_in(question: Question) -> Message | tuple[()]:
    why = _what_stands_in(question)
    return say(why) if why else ()


def _what_stands_in(question: Question) -> Unreadable | None:
    return stand_in_pages.of(question.content, question.headers.get("content-type"))


_READERS: dict[Wanted, Callable[[Question], Answer]] = {
    Wanted.FEED: _feed,
    Wanted.SITEMAP: _sitemap,
    Wanted.LIST_PAGE: _list_page,
    Wanted.FEED_LINKS: _feed_links,
    Wanted.LISTS: _lists,
    Wanted.IDENTITY: _identity,
    Wanted.OPML: _opml,
    Wanted.STAND_IN: _stand_in,
}
