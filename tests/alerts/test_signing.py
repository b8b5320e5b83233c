"""A webhook's receiver can tell that the desk sent it: by the specification's library, and as our docs tell it."""

import re
from base64 import b64decode
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any

import pytest
import standardwebhooks.webhooks
from standardwebhooks import Webhook

from alerts.sender import by_key
from alerts.signing import signature
from database.channels import channel_of, channel_row
from database.engine import SqlDatabase
from desk.outbox.signing import with_renewed
from domain.errors import BadInput, NotFound
from domain.outbox import SIGNING_OVERLAP, SigningKey
from domain.own_notices import OwnNotices
from domain.problems import Problem
from tests.alerts.receivers import a_receiver
from tests.alerts.test_notifiers import FLOOD, apprise_channels
from tests.making import NOON, a_person
from tests.outbox import a_channel

DOCS = Path(__file__).parents[2] / "docs" / "webhooks.md"
Checks = Callable[[str, dict[str, str], bytes], bool]


class Noon(datetime):
    """The library's clock."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> "Noon":
        return cls.fromtimestamp(NOON.timestamp(), tz)


@pytest.fixture
def is_ours() -> Checks:
    """What the docs tell a receiver to run, with its clock at noon."""
    [example] = re.findall(r"```python\n(.*?)```", DOCS.read_text(), re.S)
    made: dict[str, Any] = {}
    exec(example, made)
    made["time"] = type("Clock", (), {"time": staticmethod(NOON.timestamp)})
    checks: Checks = made["is_ours"]
    return checks


def test_the_vector_that_the_specifications_libraries_are_tested_by() -> None:
    secret = b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    made = signature(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}')
    assert made == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_the_example_for_receivers_takes_ours_at_every_try_and_nothing_else(
    tmp_path: Path, is_ours: Checks, monkeypatch: pytest.MonkeyPatch
) -> None:
    channels = replace(apprise_channels(tmp_path), real_time=lambda: NOON)
    with a_receiver() as receiver:
        kept = channels.keep(receiver.address.replace("json", "xml") + "?-a=1")
        secret = channels.signing_key(kept)
        channels.open(kept).send(FLOOD)
        replace(channels, real_time=lambda: NOON + timedelta(minutes=2)).open(kept).send(FLOOD)
    (first, body), (again, _) = receiver.raw
    monkeypatch.setattr(standardwebhooks.webhooks, "datetime", Noon)
    Webhook(secret).verify(body, first, json_parse=False)
    assert FLOOD.title.encode() in body
    assert is_ours(secret, first, body)
    assert is_ours(secret, again, body)
    assert first["webhook-id"] == again["webhook-id"] == first["idempotency-key"] == "n1"
    assert int(again["webhook-timestamp"]) - int(first["webhook-timestamp"]) == 120
    for wrong in ({"webhook-id": "n2"}, {"webhook-timestamp": "1"}, {"webhook-signature": "v1,"}, {"webhook-id": ""}):
        assert not is_ours(secret, first | wrong, body)
    assert not is_ours(secret, first, body + b" ")
    assert not is_ours(channels.signing_key(channels.keep(receiver.address)), first, body), "of another address"
    assert not is_ours(secret, {}, body)


def test_a_renewed_key_signs_beside_the_new_one_for_a_day_and_an_older_one_no_more(
    tmp_path: Path, is_ours: Checks
) -> None:
    channels = replace(apprise_channels(tmp_path), real_time=lambda: NOON)
    with a_receiver() as receiver:
        first = channels.keep(receiver.address)
        [second] = with_renewed([first], first.key, first.signing[0].salt, NOON)
        assert with_renewed([second], first.key, first.signing[0].salt, NOON) == (second,), "pressed twice"
        [third] = with_renewed([second], first.key, second.signing[0].salt, NOON)
        old, mid, new = (channels.signing_key(one) for one in (first, second, third))
        channels.open(third).send(FLOOD)
        replace(channels, real_time=lambda: NOON + SIGNING_OVERLAP).open(third).send(FLOOD)
    (in_time, body), (later, _) = receiver.raw
    assert len({old, mid, new}) == 3
    assert [is_ours(secret, in_time, body) for secret in (old, mid, new)] == [False, True, True]
    assert len(later["webhook-signature"].split(" ")) == 1


def test_only_webhooks_have_a_key_and_only_the_desk_that_sealed_them_knows_it(tmp_path: Path) -> None:
    here, elsewhere = (apprise_channels(tmp_path / name) for name in ("a", "b"))
    mail, hook = here.keep("mailto://ai:mat-khau@gmail.com"), here.keep("form://nhan.example/x")
    assert here.signing_key(mail) == ""
    assert re.fullmatch(r"whsec_[A-Za-z0-9+/]{43}=", here.signing_key(hook))
    assert here.signing_key(hook) == apprise_channels(tmp_path / "a").signing_key(hook)
    with pytest.raises(BadInput, match=Problem.CHANNEL_LOCKED):
        elsewhere.signing_key(hook)
    with pytest.raises(NotFound):
        with_renewed([mail], mail.key, "", NOON)
    again = here.keep("form://nhan.example/x")
    assert again.key == hook.key
    assert here.signing_key(again) != here.signing_key(hook), "each who has it has a key of their own"


def test_an_address_that_two_have_is_signed_for_both(database: SqlDatabase) -> None:
    mine, desks = (replace(a_channel("memory://a"), signing=(SigningKey(salt=salt),)) for salt in ("mine", "desks"))
    with database.write() as store:
        lan = a_person(store, "lan")
        store.own_notices.save(OwnNotices(person_id=lan.id, channels=(mine, a_channel("memory://b"))))
        store.settings.save(replace(store.settings.get(), channels=(desks,)))
        assert store.own_notices.find(lan.id).channels[0] == mine
        assert store.settings.get().channels == (desks,)
        found = by_key(store)
    assert [key.salt for key in found[mine.key].signing] == ["desks", "mine"]
    assert found[a_channel("memory://b").key].signing == ()


def test_a_webhook_that_was_kept_before_signing_has_a_key_for_each_who_has_it_and_it_can_be_renewed() -> None:
    row = {"key": "k", "kind": "jsons", "sealed": "…"}
    desks, mine = channel_of(row, "desk"), channel_of(row, "person 1")
    assert channel_of(row, "desk") == desks
    assert desks.signing != mine.signing
    assert channel_of(row | {"kind": "mailto"}, "desk").signing == ()
    [renewed] = with_renewed([desks], "k", desks.signing[0].salt, NOON)
    assert [key.until for key in renewed.signing] == [None, NOON + SIGNING_OVERLAP]
    assert channel_of(channel_row(renewed), "desk") == renewed
