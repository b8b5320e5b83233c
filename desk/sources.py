"""Nguồn tin: which publishers this desk reads. People talking are no source (design §1)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from desk.log import note
from desk.review import allowed
from domain.errors import BadInput
from domain.people import Act, Person
from domain.refusals import refuse
from domain.sources import Feed, FeedKind, Source
from domain.store import Store, Visit

VISITS_SHOWN = 30
DAYS_SHOWN = 14


@dataclass(frozen=True, kw_only=True)
class SourcePage:
    source: Source
    feeds: tuple[Feed, ...]
    visits: tuple[Visit, ...]  # newest first
    by_day: dict[date, int]  # articles that arrived


def source_id(url: str) -> str:
    """A slug from the host: https://baolaocai.vn/… → baolaocai-vn."""
    host, number = _web_address(url)
    port = f"-{number}" if number and number not in (80, 443) else ""
    return (host.removeprefix("www.").replace(".", "-") + port)[:80]


def _web_address(url: str) -> tuple[str, int | None]:
    try:
        parts = urlsplit(url)
        if parts.hostname and parts.scheme in ("http", "https"):
            return parts.hostname, parts.port
    except ValueError:  # a port that is none, half an IPv6 address
        pass
    raise BadInput(detail=f"«{url}» không phải địa chỉ trang web (cần bắt đầu bằng https://).")


def add(
    store: Store, source: Source, feeds: Iterable[tuple[str, FeedKind, str]], *, by: Person | None, now: datetime
) -> Source:
    """Add a publisher with its (address, kind, rule) feeds, or more feeds to a known one. Raise RefusedSource."""
    if by is not None:
        allowed(by, Act.MANAGE)
    if not source.organisation.strip():
        raise BadInput(detail="cần ghi rõ cơ quan chịu trách nhiệm xuất bản.")
    refuse(source.home_url)
    wanted = list(feeds)
    for url, _, _ in wanted:
        refuse(url)
        _web_address(url)
    if source.id not in {known.id for known in store.sources.all()}:
        store.sources.put(source)
        after = {"name": source.name, "url": source.home_url, "organisation": source.organisation}
        note(store, by, "add-source", f"source:{source.id}", {}, after, now)
    for url, kind, rule in wanted:
        store.feeds.add(source.id, url, kind, rule, now)
    return source


def set_active(store: Store, wanted_id: str, active: bool, *, by: Person, now: datetime) -> Source:
    """Stop reading a source, or begin again. Its articles stay."""
    allowed(by, Act.MANAGE)
    before = store.sources.get(wanted_id)
    after = replace(before, active=active)
    store.sources.put(after)
    note(store, by, "source-active", f"source:{wanted_id}", {"active": before.active}, {"active": active}, now)
    return after


def try_now(store: Store, wanted_id: str, *, by: Person, now: datetime) -> None:
    """Thử lại ngay: its feeds are due at once."""
    allowed(by, Act.MANAGE)
    store.sources.get(wanted_id)
    for feed in store.feeds.of(wanted_id):
        store.feeds.visited(replace(feed, due_at=now), None)
    note(store, by, "try-now", f"source:{wanted_id}", {}, {}, now)


def listing(store: Store, now: datetime, only: str = "") -> list[SourcePage]:
    wanted = [store.sources.get(only)] if only else store.sources.all()
    since = now - timedelta(days=DAYS_SHOWN)
    return [
        SourcePage(
            source=source,
            feeds=tuple(store.feeds.of(source.id)),
            visits=tuple(store.feeds.visits(source.id, VISITS_SHOWN if only else 1)),
            by_day=store.progress.by_day(source.id, since),
        )
        for source in wanted
    ]
