"""The sender over a desk's database, as bootstrap puts it together, with channels in memory."""

from collections.abc import Callable
from datetime import datetime

from alerts.memory import MemoryChannels
from alerts.sender import Sender
from desk.outbox.kinds import is_news
from domain.outbox import Channel
from domain.store import Database
from messages.catalogue import Catalogue


def a_channel(address: str) -> Channel:
    return MemoryChannels().keep(address)


def a_sender(database: Database, channels: MemoryChannels, clock: Callable[[], datetime]) -> Sender:
    return Sender(
        database=database,
        channels=channels,
        words=Catalogue("vi"),
        is_news=lambda store, message: is_news(store, message, clock()),
        clock=clock,
    )
