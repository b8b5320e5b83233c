"""The lane that sends: what is due goes out beside everything else, and holds up nothing."""

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.bootstrap import Services
from app.sending import Heartbeat, send_lane
from app.settings import Settings
from desk.outbox.posting import News, post
from domain.message import say
from domain.outbox import Delivery, OutboxMessage
from tests.alerts.receivers import a_receiver
from tests.making import NOON

MAX_SECONDS = 60  # for a busy machine


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    made = Services(Settings(home=tmp_path, allow_inside_channels=True), clock=lambda: NOON)
    made.migrate()
    yield made
    made.close()


def tell(services: Services, *addresses: str) -> None:
    channels = tuple(services.channels.keep(address) for address in addresses)
    with services.database.write() as store:
        store.settings.save(replace(store.settings.get(), channels=channels))
        subject = say("notice.digest", day=NOON.date(), desk="Ánh Dương")
        body = (say("notice.source", source="Đài"),)
        post(
            store,
            News(kind="digest", occurrence="x", about="x", subject=subject, body=body, due_at=NOON, until=None),
            NOON,
        )


def settled(services: Services) -> list[OutboxMessage]:
    """The messages once each has an outcome."""
    end = time.monotonic() + MAX_SECONDS
    while time.monotonic() < end:
        with services.database.read() as store:
            messages = store.outbox.list(9)
        if all(message.outcome for message in messages):
            return messages
        time.sleep(0.05)
    return pytest.fail("nothing was sent")


def test_what_is_due_goes_out_while_the_lane_runs(services: Services) -> None:
    with a_receiver() as receiver, send_lane(services):
        tell(services, receiver.address)
        [message] = settled(services)
    assert message.outcome == say(Delivery.SENT)
    assert receiver.received[0]["title"] == "Điểm tin sáng 23/11/2026 – Ánh Dương"


def test_a_warning_waits_for_no_channel_that_is_slow_with_other_news(services: Services) -> None:
    with a_receiver(drips=True) as slow, send_lane(services):
        tell(services, slow.address)
        assert slow.dripping.wait(MAX_SECONDS)
        with services.database.write() as store:
            headline = say("notice.warning.alert", headline="Lũ")
            post(store, News(kind="warning", occurrence="w", about="lifted", subject=headline, due_at=NOON), NOON)
        outcome, end = None, time.monotonic() + MAX_SECONDS
        while not outcome and time.monotonic() < end:
            with services.database.read() as store:
                [outcome] = [one.outcome for one in store.outbox.list(9) if one.kind == "warning"]
        assert outcome == say(Delivery.EXPIRED), "it was taken up, and is no warning any more"
        slow.ended.set()


def test_a_channel_that_drips_holds_up_neither_readers_nor_writers(services: Services) -> None:
    with a_receiver(drips=True) as slow, a_receiver() as quick, send_lane(services):
        tell(services, slow.address, quick.address)
        assert slow.dripping.wait(MAX_SECONDS)
        with services.database.write() as store:  # while the channel keeps the sender waiting
            store.settings.save(replace(store.settings.get(), name="Tên mới"))
        with services.database.read() as store:
            assert any(message.outcome is None for message in store.outbox.list(9))
        slow.ended.set()
        assert all(message.outcome for message in settled(services))
    assert len(quick.received) == 1


def test_the_heartbeat_address_is_asked_for(services: Services) -> None:
    with a_receiver() as receiver:
        services.settings = services.settings.model_copy(update={"heartbeat_url": f"http://127.0.0.1:{receiver.port}/"})
        heart = Heartbeat(services)
        heart.beat()
        assert receiver.asked.wait(MAX_SECONDS)
        assert heart.asking
        heart.asking.join(MAX_SECONDS)


@pytest.mark.parametrize(("status", "inside"), [(503, True), (200, False)])
def test_a_heartbeat_address_that_fails_or_leads_inside_is_only_logged(
    services: Services, caplog: pytest.LogCaptureFixture, status: int, inside: bool
) -> None:
    with a_receiver() as receiver:
        receiver.status = status
        changed = {"heartbeat_url": f"http://127.0.0.1:{receiver.port}/bi-mat", "allow_inside_channels": inside}
        services.settings = services.settings.model_copy(update=changed)
        heart = Heartbeat(services)
        heart.beat()
        assert heart.asking
        heart.asking.join(MAX_SECONDS)
        assert receiver.asked.is_set() is inside
    assert "the heartbeat address did not answer" in caplog.text
    assert "bi-mat" not in caplog.text


def test_the_database_does_not_hold_what_opens_a_channel(services: Services) -> None:
    tell(services, "mailto://ai:mat-khau-bi-mat@gmail.com")
    services.close()
    stored = b"".join(file.read_bytes() for file in services.settings.home.glob("diemtin.db*"))
    assert b"mailto" in stored
    assert b"mat-khau" not in stored
