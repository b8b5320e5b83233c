"""The kinds of news that go to the desk's channels, a line each: who plans it, and whether it still is news."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from desk.outbox import digest, official_warnings, outlet_tokens, own, saved, silence
from desk.outbox.look import Look
from domain.outbox import OutboxMessage
from domain.store import Store


def always(_store: Store, _message: OutboxMessage, _now: datetime) -> bool:
    """News until its time is over."""
    return True


@dataclass(frozen=True, kw_only=True)
class NewsKind:
    name: str
    plan: Callable[[Look], bool] | None = None  # looks at the clock; None: an event plans it
    is_news: Callable[[Store, OutboxMessage, datetime], bool] = always


KINDS = (
    NewsKind(name=official_warnings.WARNING, is_news=official_warnings.is_news),  # planned where warnings are kept
    NewsKind(name=digest.DIGEST, plan=digest.plan),
    NewsKind(name=own.OWN, plan=own.plan, is_news=own.is_news),
    NewsKind(name=saved.SAVED, plan=saved.plan, is_news=own.is_news),
    NewsKind(name=outlet_tokens.OUTLET_TOKEN),  # told where a post could not be sent
    NewsKind(name=silence.NO_ARTICLES, plan=silence.plan_no_articles, is_news=silence.articles_still_missing),
    NewsKind(name=silence.DIGEST_LATE, plan=silence.plan_digest_late, is_news=silence.digest_still_late),
    NewsKind(name=silence.NO_BACKUP, plan=silence.plan_no_backup, is_news=silence.backup_still_late),
)
BY_NAME = {kind.name: kind for kind in KINDS}


def is_news(store: Store, message: OutboxMessage, now: datetime) -> bool:
    return BY_NAME[message.kind].is_news(store, message, now)
