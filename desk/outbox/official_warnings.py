"""An official warning, its updates and its end, told to the desk's channels while they are news."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from desk.area import Area, Nearness
from desk.outbox.posting import News, post
from domain.message import Message, say
from domain.outbox import URGENT_KIND, OutboxMessage, Told
from domain.own_notices import OwnKind
from domain.store import Store
from domain.warning import MsgType, OfficialWarning, Status
from domain.warning_chain import StoredWarning

WARNING = URGENT_KIND
MIN_LEVEL_BESIDE = 3  # the level of risk from which a province beside us is told of, too
CANCEL_IS_NEWS = timedelta(days=1)
MAX_INSTRUCTION_CHARS = 600


@dataclass(frozen=True, kw_only=True)
class GivenWarning:
    """A warning that was just kept, and the earlier messages that it updates or ends."""

    kept: StoredWarning
    followed: Sequence[OfficialWarning]
    article_url: str


def plan(store: Store, given: GivenWarning, area: Area, now: datetime) -> None:
    """Tell of it in the transaction that keeps the warning."""
    kept = given.kept
    own = [channel for wishes in store.own_notices.list() for channel in wishes.at(OwnKind.WARNING)]
    if not (own or store.settings.get().channels) or not _is_news_at_first(kept, now):
        return
    near = area.nearness(kept.warning.codes)
    level = max(warning.gravity for warning in (kept.warning, *given.followed))
    if near is Nearness.FAR or (near is Nearness.BESIDE and level < MIN_LEVEL_BESIDE):
        return
    post(store, _news(given, store.sources.get(kept.source_id).name, now), now, own)


def is_news(store: Store, message: OutboxMessage, now: datetime) -> bool:
    """False once a later message has ended the warning, or its publisher has withdrawn it."""
    kept = store.warnings.find(message.about)
    if kept is None:
        return False
    return kept.warning.is_over or kept.holds(now)


def _is_news_at_first(kept: StoredWarning, now: datetime) -> bool:
    warning = kept.warning
    if warning.is_over:
        return warning.status is Status.ACTUAL and bool(warning.references) and now - warning.sent < CANCEL_IS_NEWS
    return kept.holds(max(now, warning.sent))


def _news(given: GivenWarning, source: str, now: datetime) -> News:
    warning = given.kept.warning
    return News(
        kind=WARNING,
        occurrence=f"{warning.sender}\n{warning.identifier}",
        about=given.kept.article_id,
        subject=say(_opening(warning), headline=warning.headline),
        body=tuple(_lines(warning, source)),
        url=warning.url or given.article_url,
        due_at=max(now, warning.sent),
        until=now + CANCEL_IS_NEWS if warning.is_over else warning.ends_at,
    )


def _opening(warning: OfficialWarning) -> Told:
    if warning.is_over:
        return Told.WARNING_CANCEL
    return Told.WARNING_UPDATE if warning.msg_type is MsgType.UPDATE else Told.WARNING_ALERT


def _lines(warning: OfficialWarning, source: str) -> Iterator[Message]:
    if warning.level:
        yield say(Told.WARNING_LEVEL, hazard=warning.hazard, level=warning.level)
    else:
        yield say(Told.WARNING_HAZARD, hazard=warning.hazard)
    if warning.area:
        yield say(Told.WARNING_AREA, area=warning.area)
    if not warning.is_over:
        yield say(Told.WARNING_EXPIRES, expires=warning.ends_at)
    if warning.instruction:
        yield say(Told.WARNING_INSTRUCTION, words=warning.instruction[:MAX_INSTRUCTION_CHARS])
    yield say(Told.SOURCE, source=source)
