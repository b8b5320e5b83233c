"""What a visit brought, into the database: entries become addresses to visit, pages become articles at `fetched`."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from domain.errors import RefusedSource
from domain.page import Page
from domain.refusals import refuse
from domain.sources import Entry, Feed
from domain.stage import Stage
from domain.store import DuePage, Store, Visit

# When an article is looked at again (issue: a correction that nobody noticed is the fear this desk exists for).
LADDER = (
    (timedelta(hours=3), timedelta(minutes=10)),
    (timedelta(hours=12), timedelta(minutes=30)),
    (timedelta(days=2), timedelta(hours=3)),
    (timedelta(days=7), timedelta(hours=12)),
    (timedelta(days=30), timedelta(days=1)),
)
SHARED_LONGER = 3  # an article that was shared is watched three times as long, at the same steps
GIVE_UP_PAGE_AFTER = 6


def announced(store: Store, feed: Feed, entries: Sequence[Entry], visit: Visit, now: datetime) -> Visit:
    """Keep the new entries; returns the visit with how many there were. People's pages are left out."""
    kept = [entry for entry in entries if _is_publisher(entry.url)]
    new = store.pages.discover(feed.source_id, kept, now)
    return Visit(at=visit.at, status=visit.status, note=visit.note, entries=len(kept), new=new, error=visit.error)


def next_look(first_seen: datetime, now: datetime, *, shared: bool = False) -> datetime | None:
    """When to read an article again; None after thirty days (ninety when it was shared)."""
    age = (now - first_seen) / (SHARED_LONGER if shared else 1)
    for until, every in LADDER:
        if age <= until:
            return now + every
    return None


def page_arrived(store: Store, page: DuePage, content: Page, now: datetime) -> bool:
    """A page with its bytes. False when they are what we had."""
    return store.pages.arrived(page, content, due_at=_again(store, page, now))


def page_missed(store: Store, page: DuePage, *, status: int, note: str, wait: float, now: datetime) -> None:
    """No bytes this time: unchanged, refused, or away. An address that never answered is given up after six tries."""
    later = _again(store, page, now)
    if status == 304:
        due = later
    elif later is None or (page.failures + 1 >= GIVE_UP_PAGE_AFTER and not page.article_id):
        due = None
    else:
        due = now + timedelta(seconds=max(wait, 60.0 * 2.0 ** min(page.failures, 8)))
    store.pages.missed(page, note=note, due_at=due, status=status, at=now)


def _again(store: Store, page: DuePage, now: datetime) -> datetime | None:
    if not page.article_id:
        return next_look(now, now)
    article = store.articles.get(page.article_id)
    shared = article.stage is Stage.SHARED
    return next_look(article.fetched_at, now, shared=shared)


def _is_publisher(url: str) -> bool:
    try:
        refuse(url)
    except RefusedSource:
        return False
    return True
