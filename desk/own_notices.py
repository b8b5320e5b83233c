"""A person's own addresses and what they are told there: theirs alone, whatever their role."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, time

from desk.acting import Acting
from desk.outbox.signing import with_renewed
from domain.errors import BadInput
from domain.outbox import Channel
from domain.own_notices import Device, OwnKind, OwnNotices
from domain.people import Act
from domain.ports import Channels
from domain.problems import Problem
from domain.store import Store

MAX_CHANNELS = 5


def add_channel(acting: Acting, channels: Channels, address: str) -> None:
    """Keep one more address, which is told of everything until its person says otherwise. Raise BadInput."""
    acting.may(Act.READ)
    wishes, channel = _locked(acting), channels.keep(address.strip())
    acting.store.own_notices.save(_with(wishes, channel))


def add_device(acting: Acting, channels: Channels, address: str, browser: str) -> None:
    """Keep the browser that somebody sits at, by the address that it was given by its push service. Raise BadInput."""
    acting.may(Act.READ)
    wishes, channel = _locked(acting), channels.keep(address)
    known = wishes.device(channel.key)
    if known is None or known.gone_at:
        known = Device(key=channel.key, browser=browser, since=acting.now)
    others = (one for one in wishes.devices if one.key != channel.key)
    acting.store.own_notices.save(replace(_with(wishes, channel), devices=(*others, known)))


def take_away_gone(store: Store, key: str, now: datetime) -> None:
    """Take a browser away that its push service knows no more; its person is shown that on their account's page."""
    for person_id in [wishes.person_id for wishes in store.own_notices.list() if wishes.device(key)]:
        store.people.lock(person_id)
        wishes = store.own_notices.find(person_id)
        if key in {channel.key for channel in wishes.channels}:
            devices = tuple(replace(one, gone_at=now) if one.key == key else one for one in wishes.devices)
            store.own_notices.save(_without(replace(wishes, devices=devices), key))


def seen_gone(acting: Acting) -> None:
    """They know of the browsers that are gone."""
    acting.may(Act.READ)
    wishes = _locked(acting)
    left = tuple(device for device in wishes.devices if not device.gone_at)
    acting.store.own_notices.save(replace(wishes, devices=left))


def remove_channel(acting: Acting, key: str) -> None:
    acting.may(Act.READ)
    wishes = _locked(acting)
    left = tuple(device for device in wishes.devices if device.key != key)
    acting.store.own_notices.save(_without(replace(wishes, devices=left), key))


def renew_key(acting: Acting, key: str, seen: str, now: datetime) -> None:
    """Another key for their webhook, in the place of the one they saw. `now`: the real time. Raise NotFound."""
    acting.may(Act.READ)
    wishes = _locked(acting)
    acting.store.own_notices.save(replace(wishes, channels=with_renewed(wishes.channels, key, seen, now)))


def choose(acting: Acting, chosen: Iterable[tuple[OwnKind, str]], quiet_from: time, quiet_until: time) -> None:
    """Which kind goes to which address, and when it is quiet. Addresses that are not theirs are left out."""
    acting.may(Act.READ)
    wishes, pairs = _locked(acting), set(chosen)
    wanted = {
        kind: tuple(channel.key for channel in wishes.channels if (kind, channel.key) in pairs) for kind in OwnKind
    }
    acting.store.own_notices.save(replace(wishes, wanted=wanted, quiet_from=quiet_from, quiet_until=quiet_until))


def _with(wishes: OwnNotices, channel: Channel) -> OwnNotices:
    if channel.key in {known.key for known in wishes.channels}:
        return wishes
    if len(wishes.channels) >= MAX_CHANNELS:
        raise BadInput(Problem.OWN_CHANNELS_FULL, number=MAX_CHANNELS)
    wanted = {kind: (*wishes.wanted.get(kind, ()), channel.key) for kind in OwnKind}
    return replace(wishes, channels=(*wishes.channels, channel), wanted=wanted)


def _without(wishes: OwnNotices, key: str) -> OwnNotices:
    left = tuple(channel for channel in wishes.channels if channel.key != key)
    wanted = {kind: tuple(one for one in keys if one != key) for kind, keys in wishes.wanted.items()}
    return replace(wishes, channels=left, wanted=wanted)


def _locked(acting: Acting) -> OwnNotices:
    """What the person wishes, which another window of theirs cannot change before this transaction ends."""
    acting.store.people.lock(acting.by)
    return acting.store.own_notices.find(acting.by)
