"""`diemtin sources`: list, add, check, import and export (OPML)."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from app.bootstrap import Services
from app.commands.wording import Line
from app.feed_finder import find_feeds
from app.feed_reading import Read, feed_readers, fetch_kind, read_visit
from app.line_watch import SILENT
from app.sample import addresses, is_of_the_sample, refuse_a_real_desk
from app.source_lists import OpmlLists
from crawlers.feeds.opml import MAX_BYTES
from crawlers.fetch.robots import origin
from crawlers.fetch.single import fetch_once
from crawlers.fetch.visits import Fetched
from desk.acting import Acting
from desk.running import Fault
from desk.sources import adding as desk_sources
from desk.sources import importing
from desk.sources.health import HealthWord
from desk.sources.own_line import MIN_ORIGINS
from domain.errors import BadInput, Busy, DeskError
from domain.message import Message, say
from domain.problems import Problem, Setup
from domain.sources import Feed, Outline, RefusedOutline, Source
from domain.visits import FeedVisit, VisitMessage

Allowed = frozenset[tuple[str, int]]  # loopback servers of the sample newsroom, only with --sample


@dataclass(frozen=True, slots=True, kw_only=True)
class Publisher:
    """What a person calls a publisher that they add; "" leaves it to its home page."""

    name: str = ""
    organisation: str = ""


def sources(services: Services, what: str, value: str, publisher: Publisher, *, sample: bool) -> int:
    allow = addresses(services.settings.home).allowed if sample else frozenset()
    if what == "list":
        return _list(services)
    if what == "export":
        return _export(services, value)
    if what == "check":
        return _check(services, value, allow)
    if not value:
        raise BadInput(Setup.NO_VALUE)
    if sample and what == "add" and is_of_the_sample(value):
        refuse_a_real_desk(services)
    return _import(services, Path(value), allow) if what == "import" else _add(services, value, publisher, allow)


def _list(services: Services) -> int:
    with services.database.read() as store:
        for page in desk_sources.list_sources(store, services.clock()):
            last = page.visits[0].messages if page.visits else ()
            seen = _said(services, last if page.source.checked_at else [say(HealthWord.NEVER_READ)])
            print(f"{page.source.id}\t{page.source.name}\t{page.source.home_url}\t{len(page.feeds)}\t{seen}")
    return 0


def _add(services: Services, url: str, publisher: Publisher, allow: Allowed) -> int:
    with feed_readers(services.settings) as read:
        source, feeds = find_feeds(url, read, allow)
    if not feeds:
        raise BadInput(Problem.NO_FEEDS, url=url)
    named = _named(source, publisher)
    with services.database.write() as store:
        wanted = [(feed.url, feed.kind, feed.rule) for feed in feeds[:1]]
        desk_sources.add(Acting(store=store, person=None, now=services.clock()), named, wanted)
    print(services.say(say(Line.SOURCE_ADDED, source=named.name, id=named.id, url=feeds[0].url)))
    for other in feeds[1:]:
        title = other.title or services.say.named(other.kind, "feed-kind")
        print(f"  {services.say(say(Line.OTHER_FEED, url=other.url, title=title))}")
    return 0


def _named(source: Source, publisher: Publisher) -> Source:
    name = publisher.name or source.name
    return replace(source, name=name, organisation=publisher.organisation or name)


def _check(services: Services, only: str, allow: Allowed) -> int:
    """Visit each feed once, now, and say how it answered. Where nobody did, it was our own line: nothing is kept."""
    with services.database.read() as store:
        wanted = [store.sources.get(only)] if only else store.sources.list()
        feeds = [(source, feed) for source in wanted for feed in store.feeds.list(source.id)]
    with feed_readers(services.settings) as read:
        visits = [(feed, _checked_one(services, source, feed, allow, read)) for source, feed in feeds]
    unanswered = {origin(feed.url) for feed, visit in visits if visit.error in SILENT}
    if len(unanswered) >= MIN_ORIGINS and all(visit.error in SILENT for _, visit in visits):
        print(services.say(say(Fault.LINE_AWAY, since=visits[0][1].at)), file=sys.stderr)
        return 1
    with services.database.write() as store:
        for feed, visit in visits:
            store.feeds.save(replace(feed, last_visit_at=visit.at, last_messages=visit.messages))
            store.source_history.add(visit)
    return 0 if all(visit.is_good for _, visit in visits) else 1


def _checked_one(services: Services, source: Source, feed: Feed, allow: Allowed, read: Read) -> FeedVisit:
    visit = _looked(services, feed, fetch_once(feed.url, allow=allow, kind=fetch_kind(feed.kind)), read)
    print(f"{source.id}\t{feed.url}\t{_said(services, visit.messages)}", flush=True)
    return visit


def _looked(services: Services, feed: Feed, fetched: Fetched, read: Read) -> FeedVisit:
    """What the address answered, read as what it is meant to be; nothing of it is kept."""
    visit, found = read_visit(feed, fetched, services.clock(), read)
    if not visit.is_good:
        return visit
    counted = say(VisitMessage.CHECKED, entries=len(found.entries or found.sitemaps))
    return replace(visit, messages=(counted, *found.notes), entries=len(found.entries))


def _said(services: Services, messages: Sequence[Message]) -> str:
    return " ".join(services.say(message) for message in messages)


def _export(services: Services, value: str) -> int:
    with services.database.read() as store:
        written = OpmlLists(services=services).write(store)
    if value and value != "-":
        Path(value).write_bytes(written)
    else:
        sys.stdout.buffer.write(written)
    return 0


def _import(services: Services, file: Path, allow: Allowed) -> int:
    """Add every publisher of an OPML file; each line that is refused is named, the rest go on."""
    with file.open("rb") as opened:
        content = opened.read(MAX_BYTES + 1)  # one more, so that what is too long is seen to be
    read = OpmlLists(services=services, allow=allow).read(content)
    refused = list(read.refused)
    for outline in read.outlines:
        try:
            _imported(services, outline)
        except Busy:  # says nothing about this line; those that were added are known when it is run again
            raise
        except DeskError as error:
            refused.append(RefusedOutline(line=outline.line, name=outline.name or outline.feed_url, why=error.message))
    for one in sorted(refused, key=lambda one: one.line):
        print(services.say(say(Line.REFUSED_LINE, line=one.line, name=one.name, why=one.why)), file=sys.stderr)
    added = len(read.outlines) + len(read.refused) - len(refused)
    print(services.say(say(Line.IMPORTED, added=added, refused=len(refused))))
    return 0


def _imported(services: Services, outline: Outline) -> None:
    with services.database.write() as store:
        importing.add(Acting(store=store, person=None, now=services.clock()), outline)
