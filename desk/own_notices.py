"""A person's own addresses and what they are told there: theirs alone, whatever their role."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import time

from desk.acting import Acting
from domain.errors import BadInput
from domain.own_notices import OwnKind, OwnNotices
from domain.people import Act
from domain.ports import Channels
from domain.problems import Problem

MAX_CHANNELS = 5


def add_channel(acting: Acting, channels: Channels, address: str) -> None:
    """Keep one more address, which is told of everything until its person says otherwise. Raise BadInput."""
    acting.may(Act.READ)
    book = acting.store.own_notices
    wishes, channel = _locked(acting), channels.keep(address.strip())
    if channel.key in {known.key for known in wishes.channels}:
        return
    if len(wishes.channels) >= MAX_CHANNELS:
        raise BadInput(Problem.OWN_CHANNELS_FULL, number=MAX_CHANNELS)
    wanted = {kind: (*wishes.wanted.get(kind, ()), channel.key) for kind in OwnKind}
    book.save(replace(wishes, channels=(*wishes.channels, channel), wanted=wanted))


def remove_channel(acting: Acting, key: str) -> None:
    acting.may(Act.READ)
    wishes = _locked(acting)
    left = tuple(channel for channel in wishes.channels if channel.key != key)
    wanted = {kind: tuple(one for one in keys if one != key) for kind, keys in wishes.wanted.items()}
    acting.store.own_notices.save(replace(wishes, channels=left, wanted=wanted))


def choose(acting: Acting, chosen: Iterable[tuple[OwnKind, str]], quiet_from: time, quiet_until: time) -> None:
    """Which kind goes to which address, and when it is quiet. Addresses that are not theirs are left out."""
    acting.may(Act.READ)
    wishes, pairs = _locked(acting), set(chosen)
    wanted = {
        kind: tuple(channel.key for channel in wishes.channels if (kind, channel.key) in pairs) for kind in OwnKind
    }
    acting.store.own_notices.save(replace(wishes, wanted=wanted, quiet_from=quiet_from, quiet_until=quiet_until))


def _locked(acting: Acting) -> OwnNotices:
    """What the person wishes, which another window of theirs cannot change before this transaction ends."""
    acting.store.people.lock(acting.by)
    return acting.store.own_notices.find(acting.by)
