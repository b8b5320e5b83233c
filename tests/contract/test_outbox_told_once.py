"""Two senders beside each other tell a notice once, whatever the clock, the disk and the channel do meanwhile."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from alerts.memory import MemoryChannels, MemoryNotifier
from alerts.sender import MESSAGE_LEASE, Sender
from app.sending import SENDERS
from database.engine import SqlDatabase
from domain.message import say
from domain.outbox import Delivery, OutboxMessage
from domain.ports import Notice
from tests.making import NOON
from tests.outbox import a_channel, a_sender

FULL = OperationalError("UPDATE outbox", {}, Exception("database or disk is full"))
JUMPS = (timedelta(), timedelta(minutes=5), timedelta(days=3), timedelta(days=-3))


@dataclass
class Heard(MemoryNotifier):
    """Notes each time that it is told, and lets `meanwhile` happen before it answers."""

    told: list[str] = field(default_factory=list)
    meanwhile: Callable[[], object] = lambda: None

    def send(self, notice: Notice) -> None:
        self.told.append(notice.id)
        happens, self.meanwhile = self.meanwhile, lambda: None
        happens()


@dataclass
class Desk:
    database: SqlDatabase
    channel: Heard = field(default_factory=Heard)
    now: datetime = NOON

    def __post_init__(self) -> None:
        kept = a_channel("memory://a")
        with self.database.write() as store:
            store.settings.save(replace(store.settings.get(), channels=(kept,)))
            for kind in ("warning", "digest"):
                subject = say("notice.warning.alert", headline=kind)
                one = OutboxMessage(id=kind, channel=kept.key, kind=kind, subject=subject, created_at=NOON, due_at=NOON)
                store.outbox.add([one])

    def senders(self) -> list[Sender]:
        """As one process has them; they remember nothing of a process that was killed."""
        channels = MemoryChannels({"memory://a": self.channel})
        made = replace(a_sender(self.database, channels, lambda: self.now), is_news=lambda *_: True)
        return [replace(made, urgent=urgent) for urgent in SENDERS.values()]

    def outcomes(self) -> set[str | None]:
        with self.database.read() as store:
            return {one.outcome.code if one.outcome else None for one in store.outbox.list(9)}

    @contextmanager
    def full_disk(self) -> Iterator[None]:
        """Leasing is a small write and may still pass; what became of a message does not."""

        def refuse(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
            if statement.startswith("UPDATE outbox") and "outcome" in statement:
                raise FULL

        engine = self.database.engine
        event.listen(engine, "before_cursor_execute", refuse)
        try:
            yield
        finally:
            event.remove(engine, "before_cursor_execute", refuse)


@pytest.fixture
def desk(database: SqlDatabase) -> Desk:
    return Desk(database)


@pytest.mark.parametrize("jump", JUMPS)
@pytest.mark.parametrize("first", [0, 1])
def test_a_clock_that_jumps_while_a_channel_answers_has_nothing_told_again(
    desk: Desk, first: int, jump: timedelta
) -> None:
    senders = desk.senders()

    def other() -> None:
        desk.now += jump
        senders[1 - first].send_due()

    desk.channel.meanwhile = other
    senders[first].send_due()
    for sender in senders:
        desk.now = max(desk.now, NOON)
        sender.send_due()
    assert sorted(desk.channel.told) == ["digest", "warning"]
    assert desk.outcomes() == {Delivery.SENT}


def test_what_a_full_disk_does_not_let_be_written_down_is_not_told_again_but_written_down_later(desk: Desk) -> None:
    senders = desk.senders()
    with desk.full_disk():
        for _ in range(4):
            for sender in senders:
                with pytest.raises(OperationalError):
                    sender.send_due()
            desk.now += MESSAGE_LEASE
    assert desk.outcomes() == {None}
    for sender in senders:
        sender.send_due()
    assert sorted(desk.channel.told) == ["digest", "warning"]
    assert desk.outcomes() == {Delivery.SENT}


def test_a_process_that_is_killed_tells_as_many_again_as_it_has_senders(desk: Desk) -> None:
    with desk.full_disk():  # told, and not written down, which is where a kill hurts
        for sender in desk.senders():
            with pytest.raises(OperationalError):
                sender.send_due()
    for sender in desk.senders():
        assert sender.send_due() == 0, "leased by what was killed"
    desk.now += MESSAGE_LEASE
    for _ in range(3):
        for sender in desk.senders():
            sender.send_due()
    assert len(desk.channel.told) - len({"digest", "warning"}) == len(SENDERS)
    assert desk.outcomes() == {Delivery.SENT}
