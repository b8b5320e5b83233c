"""Each way to people (e-mail, Telegram, Zalo bot, webhook, browser) is held to the same seven words.

Chosen by a person for themselves, tried by «Gửi thử», tried again with back-off, as late as the service asks, ended
when it is no news any more, and told exactly once. The sending process is this one: no interpreter starts for each.
"""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest

from alerts import apprise_channels as by_apprise
from alerts import push_channel
from alerts.apart import Reply
from alerts.memory import MemoryChannels
from alerts.sender import FIRST_RETRY_WAIT, Sender
from alerts.waiting import asked_wait
from app.send_one import done
from database.engine import SqlDatabase
from desk.outbox.channel_forms import ChannelKind, address_of
from desk.outbox.testing import send_test
from desk.own_notices import add_channel, add_device, take_away_gone
from domain.message import say
from domain.outbox import LONGEST_HOLD, Channel, Delivery, OutboxMessage, Told
from domain.people import Role
from domain.times import now
from messages.catalogue import Catalogue
from tests.alerts.mail_server import MailServer, a_mail_server
from tests.alerts.pushes import PushService, a_push_service
from tests.alerts.receivers import Receiver, a_receiver
from tests.alerts.test_notifiers import apprise_channels
from tests.making import NOON, a_person, acting
from tests.outbox import a_sender

BOT = {"token": "123456789:AAbbCCddEEffGGhhIIjjKKllMMnnOOppQQr", "chat": "12315544"}


@dataclass
class Way:
    """One way, with a stand-in of its service on loopback."""

    name: str
    service: Receiver | PushService | MailServer
    address: str

    def told(self) -> int:
        if isinstance(self.service, Receiver):
            return sum(1 for _ in self.service.raw) if self.service.status == 200 else 0
        return len(self.service.received)

    def is_busy(self, retry_after: str = "") -> None:
        """From now on it takes nothing; Telegram says how long in its answer, as it does."""
        if isinstance(self.service, MailServer):
            self.service.busy = True
            return
        self.service.status = 429
        if self.name == "telegram" and isinstance(self.service, Receiver):
            self.service.body = json.dumps({"ok": False, "parameters": {"retry_after": int(retry_after or 0)}})
        elif retry_after:
            self.service.said = {"Retry-After": retry_after}

    def is_back(self) -> None:
        if isinstance(self.service, MailServer):
            self.service.busy = False
        else:
            self.service.status = 201 if isinstance(self.service, PushService) else 200
            if isinstance(self.service, Receiver):
                self.service.raw.clear()


@pytest.fixture(params=["e-mail", "telegram", "zalo", "webhook", "browser"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Way]:
    from apprise.plugins.telegram import NotifyTelegram
    from apprise.plugins.zalo import NotifyZalo

    with ExitStack() as stack:
        if request.param == "e-mail":
            mail = stack.enter_context(a_mail_server())
            yield Way(request.param, mail, mail.address)
            return
        if request.param == "browser":
            push = stack.enter_context(a_push_service())
            yield Way(request.param, push, push.address)
            return
        receiver = stack.enter_context(a_receiver())
        receiver.body = '{"ok": true, "result": {}}'
        monkeypatch.setattr(NotifyTelegram, "notify_url", f"http://127.0.0.1:{receiver.port}/bot")
        monkeypatch.setattr(NotifyZalo, "notify_url", f"http://127.0.0.1:{receiver.port}/bot{{token}}")
        if request.param == "webhook":
            url = receiver.address.replace("json:", "http:")
            yield Way(request.param, receiver, address_of(ChannelKind.WEBHOOK, {"url": url}))
        else:
            yield Way(request.param, receiver, address_of(ChannelKind(request.param), BOT))


@dataclass
class House:
    """A desk with a person who has chosen this way for herself, whatever her role."""

    database: SqlDatabase
    way: Way
    home: Path
    at: datetime = NOON
    channel: Channel = field(init=False)

    def __post_init__(self) -> None:
        self.channels = apprise_channels(self.home)
        with self.database.write() as store:
            who = acting(store, a_person(store, "lan", Role.ANALYST))
            if self.way.name == "browser":
                add_device(who, self.channels, self.way.address, "Firefox")
            else:
                add_channel(who, self.channels, self.way.address)
            [self.channel] = store.own_notices.find(who.by).channels

    def writes(self, key: str = "n", lasts: timedelta = timedelta(hours=12)) -> None:
        subject = say(Told.OWN_MANY, number=2)
        message = OutboxMessage(
            id=key, channel=self.channel.key, kind="own", subject=subject, created_at=self.at, due_at=self.at,
            until=self.at + lasts,
        )  # fmt: skip
        with self.database.write() as store:
            store.outbox.add([message])

    def sends(self, after: timedelta = timedelta()) -> None:
        self.at += after
        Sender(
            database=self.database,
            channels=self.channels,
            words=Catalogue("vi"),
            is_news=lambda _store, _message: True,
            on_gone=lambda store, key: take_away_gone(store, key, self.at),
            clock=lambda: self.at,
            tell=lambda _: None,
        ).send_due()

    def outcomes(self) -> dict[str, str]:
        with self.database.read() as store:
            return {one.id: one.outcome.code if one.outcome else "" for one in store.outbox.list(9)}


@pytest.fixture
def house(sqlite_database: SqlDatabase, way: Way, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    def here(_command: Any, job: Any, _deadline: float) -> Reply:
        return done(json.loads(json.dumps(job)))

    monkeypatch.setattr(by_apprise, "run_apart", here)
    monkeypatch.setattr(push_channel, "run_apart", here)
    return House(sqlite_database, way, tmp_path)


def test_it_is_chosen_by_a_person_tried_and_told_exactly_once(house: House) -> None:
    assert send_test(house.channels, house.channel, ("Gửi thử", "Chữ"), NOON) == say(Delivery.SENT)
    assert house.way.told() == 1
    house.writes()
    for _ in range(3):
        house.sends(timedelta(hours=1))
    assert house.way.told() == 2
    assert house.outcomes() == {"n": Delivery.SENT}


def test_while_it_is_away_it_is_tried_again_ever_later_and_what_is_no_news_any_more_is_not_sent(house: House) -> None:
    house.way.is_busy()
    assert send_test(house.channels, house.channel, ("Gửi thử", "Chữ"), NOON).code in (
        Delivery.ANSWERED,
        Delivery.SILENT,
    )
    house.writes()
    house.writes("short", timedelta(minutes=2))
    house.sends()
    with house.database.read() as store:
        assert {one.due_at for one in store.outbox.list(9)} == {NOON + FIRST_RETRY_WAIT}
    house.sends(FIRST_RETRY_WAIT)
    house.way.is_back()
    before = house.way.told()
    house.sends(2 * FIRST_RETRY_WAIT)
    assert house.outcomes() == {"n": Delivery.SENT, "short": Delivery.EXPIRED}
    assert house.way.told() == before + 1


def test_a_service_that_asks_to_be_left_alone_is_left_alone_with_everything(house: House) -> None:
    if house.way.name == "e-mail":
        return  # SMTP has no word for it
    house.way.is_busy("600")
    house.writes()
    house.sends()
    house.writes("new")
    house.way.is_back()
    before = house.way.told()
    house.sends(timedelta(seconds=599))
    assert house.way.told() == before
    house.sends(timedelta(seconds=1))
    assert house.outcomes() == {"n": Delivery.SENT, "new": Delivery.SENT}
    assert house.way.told() == before + 2


@pytest.mark.parametrize(
    ("status", "retry_after", "answer", "seconds"),
    [
        (429, "120", None, 120), (503, " 5 ", None, 5), (429, "", None, 0), (503, "soon", None, 0),
        (429, "-5", None, 0),
        (200, "120", None, 0), (500, "120", None, 0), (429, "0", None, 0), (429, "99999999999999", None, 7 * 86_400),
        (429, "Wed, 21 Oct 2015 07:28:00 GMT", None, 0), (429, "", {"parameters": {"retry_after": 35}}, 35),
        (429, "", {"parameters": []}, 0), (429, "", ["parameters"], 0),
        (429, "7", {"parameters": {"retry_after": 35}}, 7),
    ],
)  # fmt: skip
def test_how_long_a_service_asks_to_be_left_alone(status: int, retry_after: str, answer: Any, seconds: int) -> None:
    assert asked_wait(status, retry_after, answer) == seconds


def test_it_may_say_so_by_a_date() -> None:
    date = format_datetime((now() + timedelta(hours=1)).replace(microsecond=0), usegmt=True)
    assert 3500 < asked_wait(503, date) <= 3600


def test_a_year_is_not_waited_for(database: SqlDatabase) -> None:
    channels = MemoryChannels()
    with database.write() as store:
        who = acting(store, a_person(store, "lan"))
        add_channel(who, channels, "memory://lan")
        [channel] = store.own_notices.find(who.by).channels
        message = OutboxMessage(
            id="n", channel=channel.key, kind="own", subject=say(Told.TEST), created_at=NOON, due_at=NOON
        )
        store.outbox.add([message])
    channels.at("memory://lan").away, channels.at("memory://lan").wait_seconds = True, 365 * 86_400
    sender = replace(a_sender(database, channels, lambda: NOON), is_news=lambda _store, _message: True)
    assert sender.send_due() == 1
    with database.read() as store:
        assert store.outbox.list(9)[0].due_at == NOON + LONGEST_HOLD
        assert store.outbox.list(9, due=NOON + LONGEST_HOLD - timedelta(seconds=1)) == []
        assert len(store.outbox.list(9, due=NOON + LONGEST_HOLD)) == 1
