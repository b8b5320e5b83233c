"""Nguồn tin: which publishers this desk reads. People talking are no source (design §1)."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from desk.acting import Acting
from desk.running import line_away
from desk.sources.health import Health, HealthWord, PastArticles, health_of, with_blockage
from desk.sources.layout_drift import RECENT_WINDOW
from desk.sources.polling import is_due
from desk.sources.rhythm import HABIT_DAYS
from desk.warnings import standing
from domain.crawl_queue import CrawlTarget
from domain.errors import BadInput
from domain.people import Act
from domain.problems import Problem
from domain.refusals import refuse
from domain.sources import Feed, FeedKind, Source, SourceAction
from domain.store import Store
from domain.visits import VISITS_SHOWN, FeedVisit

DAYS_SHOWN = 14
MAX_READINGS = 40  # of today, and as many of the days before: a median needs no more
HABIT_WINDOW = timedelta(days=30)  # how far back a source's own habits are looked at
AGES_WINDOW = timedelta(days=HABIT_DAYS + 1)  # a flood is judged by today and the days of a habit
UNREAD_FOR, UNREAD_TIMES = timedelta(hours=20), 3  # from then on a source that cannot be read is reported, within a day


@dataclass(frozen=True, kw_only=True)
class SourcePage:
    source: Source
    feeds: tuple[Feed, ...]
    visits: tuple[FeedVisit, ...]  # newest first
    by_day: dict[date, int]  # articles that arrived
    health: Health
    due: frozenset[int]  # feeds that are visited at once
    failing: tuple[CrawlTarget, ...]  # addresses of articles that could not be read, on the source's own page
    warnings: int = 0  # official ones that hold now


def source_id(url: str) -> str:
    """A slug from the host: https://baolaocai.vn/… → baolaocai-vn."""
    host, number = _web_address(url)
    port = f"-{number}" if number and number not in (80, 443) else ""
    return (host.removeprefix("www.").replace("-", "--").replace(".", "-") + port)[:80]  # a-b.vn is not a.b.vn


def _web_address(url: str) -> tuple[str, int | None]:
    try:
        parts = urlsplit(url)
        if parts.hostname and parts.scheme in ("http", "https"):
            return parts.hostname, parts.port
    except ValueError:  # a port that is no number, half an IPv6 address
        pass
    raise BadInput(Problem.NOT_A_WEB_ADDRESS, url=url)


def add(acting: Acting, source: Source, feeds: Iterable[tuple[str, FeedKind, str]]) -> Source:
    """Add a publisher with its (address, kind, rule) feeds, or more feeds to a known one. Raise RefusedSource."""
    acting.may(Act.MANAGE)
    store = acting.store
    if not source.organisation.strip():
        raise BadInput(Problem.NO_ORGANISATION)
    refuse(source.home_url)
    wanted = list(feeds)
    for url, _, _ in wanted:
        refuse(url)
        _web_address(url)
    if store.sources.add(source):
        after = {"name": source.name, "url": source.home_url, "organisation": source.organisation}
        acting.log(SourceAction.ADD_SOURCE, f"source:{source.id}", {}, after)
    for url, kind, rule in wanted:
        store.feeds.add(source.id, url, kind, rule, acting.now)
    return source


def set_active(acting: Acting, wanted_id: str, active: bool) -> Source:
    """Stop reading a source, or begin again. Its articles stay. A second tab changes and logs nothing."""
    acting.may(Act.MANAGE)
    store = acting.store
    if store.sources.set_active(wanted_id, active):
        acting.log(SourceAction.SOURCE_ACTIVE, f"source:{wanted_id}", {"active": not active}, {"active": active})
    return store.sources.get(wanted_id)


def try_now(acting: Acting, wanted_id: str) -> None:
    """Thử lại ngay: its feeds are due at once."""
    acting.may(Act.MANAGE)
    store = acting.store
    store.sources.get(wanted_id)
    for feed in store.feeds.list(wanted_id):
        store.feeds.make_due(feed.id, acting.now)
    acting.log(SourceAction.TRY_NOW, f"source:{wanted_id}", {}, {})


def list_sources(store: Store, now: datetime, only: str = "") -> list[SourcePage]:
    """All are asked for together: a page that asks for each by itself takes seconds with two hundred."""
    wanted = [store.sources.get(only)] if only else store.sources.list()
    ids = [source.id for source in wanted]
    feeds, visits = store.feeds.list_of(ids), store.source_history.visits_of(ids, VISITS_SHOWN)
    healths = _healths(store, wanted, feeds, visits, now)
    by_day = store.progress.by_day(ids, now - timedelta(days=DAYS_SHOWN))
    failing = store.crawl_queue.list_failing(only, VISITS_SHOWN) if only else ()
    holding = Counter(kept.source_id for kept in standing(store, now))
    return [
        SourcePage(
            source=source,
            feeds=tuple(feeds.get(source.id, ())),
            visits=tuple(visits.get(source.id, [])[: VISITS_SHOWN if only else 1]),
            by_day=by_day.get(source.id, {}),
            health=healths[source.id],
            due=frozenset(feed.id for feed in feeds.get(source.id, ()) if is_due(feed, now)),
            failing=tuple(failing),
            warnings=holding[source.id],
        )
        for source in wanted
    ]


def _healths(
    store: Store,
    wanted: Sequence[Source],
    feeds: Mapping[str, Sequence[Feed]],
    visits: Mapping[str, Sequence[FeedVisit]],
    now: datetime,
) -> dict[str, Health]:
    history, ids = store.source_history, [source.id for source in wanted]
    readings = history.readings(ids, now - HABIT_WINDOW, now - RECENT_WINDOW, MAX_READINGS)
    ages, blockages, ours = history.ages(ids, now - AGES_WINDOW, now), history.blockages(ids), line_away(store)
    found: dict[str, Health] = {}
    for source in wanted:
        past = PastArticles(readings=readings.get(source.id, ()), by_age=ages.get(source.id, {}))
        health = health_of(source, feeds.get(source.id, ()), visits.get(source.id, ()), past, now)
        if health.word is HealthWord.WAITING and ours:
            health = replace(health, why=(ours,))
        found[source.id] = with_blockage(health, blockages.get(source.id), now)
    return found


@dataclass(frozen=True, kw_only=True)
class Troubled:
    source: Source
    health: Health


def troubled(store: Store, now: datetime) -> list[Troubled]:
    """Sources from which nothing comes in any more: for the top of Hàng chờ, within a day of it."""
    feeds = in_trouble(store, now)
    if not feeds:
        return []
    wanted = [store.sources.get(source_id) for source_id in feeds]
    healths = _healths(store, wanted, feeds, store.source_history.visits_of(list(feeds), VISITS_SHOWN), now)
    return [Troubled(source=source, health=healths[source.id]) for source in wanted]


def in_trouble(store: Store, now: datetime) -> dict[str, Sequence[Feed]]:
    """The same by id, with their feeds; nothing of their history is read."""
    failing = store.feeds.list_of(store.source_history.failing())
    return {source_id: feeds for source_id, feeds in failing.items() if _is_in_trouble(feeds, now)}


def _is_in_trouble(feeds: Sequence[Feed], now: datetime) -> bool:
    last = max((feed.last_good_at for feed in feeds if feed.last_good_at), default=None)
    long = last is not None and now - last >= UNREAD_FOR
    return long or min(feed.failures for feed in feeds) >= UNREAD_TIMES
