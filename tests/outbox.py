"""The sender over a desk's database, as bootstrap puts it together, with channels in memory."""

from collections.abc import Callable
from datetime import datetime, timedelta

from alerts.memory import MemoryChannels
from alerts.sender import Sender
from desk.outbox.kinds import is_news
from desk.outbox.look import Look
from desk.own_notices import take_away_gone
from domain.outbox import Channel
from domain.store import Database
from messages.catalogue import Catalogue


def a_channel(address: str) -> Channel:
    return MemoryChannels().keep(address)


def a_look(database: Database, now: datetime, *, running: timedelta = timedelta(hours=1)) -> Look:
    return Look(database=database, now=now, started_at=now - running, silence_hours=6)


def a_sender(database: Database, channels: MemoryChannels, clock: Callable[[], datetime]) -> Sender:
    return Sender(
        database=database,
        channels=channels,
        words=Catalogue("vi"),
        is_news=lambda store, message: is_news(store, message, clock()),
        on_gone=lambda store, key: take_away_gone(store, key, clock()),
        clock=clock,
        tell=lambda _: None,
    )
