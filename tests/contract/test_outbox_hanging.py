"""Addresses that hang, however many of one round, hold up no warning to others."""

from dataclasses import dataclass, field, replace
from datetime import timedelta
from threading import Event

import pytest

from alerts import sharing_out
from alerts.memory import MemoryChannels, MemoryNotifier
from alerts.sender import MESSAGES_AT_ONCE
from database.engine import SqlDatabase
from domain.errors import Unreachable
from domain.message import say
from domain.outbox import Delivery, OutboxMessage
from domain.ports import Notice
from domain.problems import Service
from tests.making import NOON
from tests.outbox import a_channel, a_sender

GOOD, HANGING = "memory://z", [f"memory://{number}" for number in range(MESSAGES_AT_ONCE - 1)]


@dataclass
class Hanging(MemoryNotifier):
    """Answers no sooner than the others have been told."""

    others_told: Event = field(default_factory=Event)

    def send(self, notice: Notice) -> None:
        assert self.others_told.wait(60)
        raise Unreachable(Service.CHANNEL)


@dataclass
class Good(MemoryNotifier):
    told: Event = field(default_factory=Event)

    def send(self, notice: Notice) -> None:
        super().send(notice)
        self.told.set()


def warn(database: SqlDatabase, name: str) -> None:
    """Everybody, those whose addresses hang before the other."""
    subject = say("notice.warning.alert", headline=name)
    with database.write() as store:
        for number, address in enumerate([*HANGING, GOOD]):
            due = NOON + timedelta(seconds=number)
            channel = a_channel(address)
            one = OutboxMessage(
                id=name, channel=channel.key, kind="warning", subject=subject, created_at=NOON, due_at=due
            )
            store.outbox.add([one])


def test_who_answers_is_told_while_all_others_hang_and_the_next_time_before_them(
    database: SqlDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sharing_out, "PATIENCE_SECONDS", 0.0)
    good = Good()
    hanging = {address: Hanging(others_told=good.told) for address in HANGING}
    channels, now = MemoryChannels({**hanging, GOOD: good}), NOON + timedelta(minutes=1)
    with database.write() as store:
        kept = tuple(a_channel(address) for address in (*HANGING, GOOD))
        store.settings.save(replace(store.settings.get(), channels=kept))
    sender = replace(a_sender(database, channels, lambda: now), is_news=lambda *_: True, urgent=True)
    warn(database, "first")
    assert sender.send_due() == MESSAGES_AT_ONCE
    assert list(good.sent) == ["first"]
    with database.read() as store:
        outcomes = [one.outcome.code for one in store.outbox.list(9) if one.outcome]
    assert sorted(outcomes) == [*[Delivery.AWAY] * len(HANGING), Delivery.SENT]

    warn(database, "second")
    with database.write() as store:
        [first, *_] = store.outbox.claim(now, 1, timedelta(minutes=3), urgent=True)
    assert (first.id, first.channel) == ("second", a_channel(GOOD).key)


def test_what_fails_in_one_thread_is_raised_once_the_others_are_done(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sharing_out, "PATIENCE_SECONDS", 0.0)
    done, failed = list[int](), Event()

    def fails() -> None:
        failed.set()
        raise OSError("the disk is full")

    def works() -> None:
        assert failed.wait(60)
        done.append(1)

    with pytest.raises(OSError, match="disk is full"):
        sharing_out.share_out([works, fails])
    assert done == [1]
