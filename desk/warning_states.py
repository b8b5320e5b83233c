"""How official warnings stand: in force, or over and why, what came after them, and when their source was last read."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from enum import StrEnum

from domain.hazards import RISK_COLOURS
from domain.store import Store
from domain.warning import OfficialWarning
from domain.warning_chain import Key, StoredWarning, key_of, sending_order, successors


class WarningState(StrEnum):
    IN_FORCE = "in-force"
    AHEAD = "ahead"  # not sent yet
    EXPIRED = "expired"
    CANCELLED = "cancelled"  # ended by a Cancel or an all-clear
    SUPERSEDED = "superseded"  # replaced by an Update
    WITHDRAWN = "withdrawn"  # its publisher took the page back
    NO_WARNING = "no-warning"  # an exercise, a draft, a receipt; a Cancel itself


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownWarning(StoredWarning):
    state: WarningState
    ends_at: datetime  # as stated, or else as long as it holds without
    over_at: datetime | None = None  # when it expired, was cancelled or superseded
    successor: str = ""  # the article of the message that ended it
    checked_at: datetime | None = None  # when its page or its source's feed was last read
    colour: str = ""  # of its level of risk
    combined_level: int | None = None  # what this and other natural hazards in force in our area may come to together


def shown(store: Store, kept: Sequence[StoredWarning], now: datetime) -> tuple[ShownWarning, ...]:
    """In the same order, each with its state."""
    checked = {source: _checked(store, source) for source in {one.source_id for one in kept}}
    ends, articles = _chains(store, kept)
    return tuple(
        _shown(one, ends.get(key_of(one.warning.reference)), articles, now, checked[one.source_id]) for one in kept
    )


def of_article(store: Store, article_id: str, now: datetime) -> ShownWarning | None:
    kept = store.warnings.find(article_id)
    return shown(store, [kept], now)[0] if kept else None


def _shown(
    kept: StoredWarning,
    ender: OfficialWarning | None,
    articles: dict[Key, str],
    now: datetime,
    source_read_at: datetime | None,
) -> ShownWarning:
    state, over_at = _state(kept, ender, now)
    warning = kept.warning
    return ShownWarning(
        **{one.name: getattr(kept, one.name) for one in fields(StoredWarning)},
        state=state,
        ends_at=warning.ends_at,
        over_at=over_at,
        successor=articles.get(key_of(ender.reference), "") if ender else "",
        checked_at=max((at for at in (source_read_at, kept.read_at) if at), default=None),
        colour=RISK_COLOURS.get(warning.level or 0, ""),
    )


def _state(kept: StoredWarning, ender: OfficialWarning | None, now: datetime) -> tuple[WarningState, datetime | None]:
    """What came first counts: one that expired before it was cancelled has expired."""
    warning = kept.warning
    if not warning.warns:
        return WarningState.NO_WARNING, None
    if kept.withdrawn:
        return WarningState.WITHDRAWN, None
    if now < warning.sent:
        return WarningState.AHEAD, None
    if ender and ender.sent <= now and ender.sent < warning.ends_at:
        return (WarningState.CANCELLED if ender.is_over else WarningState.SUPERSEDED), ender.sent
    return (WarningState.EXPIRED, warning.ends_at) if warning.ends_at <= now else (WarningState.IN_FORCE, None)


def _chains(store: Store, kept: Sequence[StoredWarning]) -> tuple[dict[Key, OfficialWarning], dict[Key, str]]:
    """What ended each message, and the article of each."""
    ends: dict[Key, OfficialWarning] = {}
    articles: dict[Key, str] = {}
    for sender in dict.fromkeys(one.warning.sender for one in kept):
        since = min(one.warning.sent for one in kept if one.warning.sender == sender)
        chain = store.warnings.of_sender(sender, since)
        ends |= enders(store, sender, chain)
        articles |= {key_of(one.warning.reference): one.article_id for one in chain}
    return ends, articles


def enders(store: Store, sender: str, chain: Sequence[StoredWarning]) -> dict[Key, OfficialWarning]:
    """The first message that ended each of these, also one whose address holds another message by now."""
    since = min((one.warning.sent for one in chain), default=datetime.max.replace(tzinfo=UTC))
    links = [one.link for one in (*store.warnings.replaced(sender, since), *chain)]
    return successors(sorted(links, key=lambda link: sending_order(link.warning)))


def _checked(store: Store, source_id: str) -> datetime | None:
    return max((feed.last_good_at for feed in store.feeds.list(source_id) if feed.last_good_at), default=None)
