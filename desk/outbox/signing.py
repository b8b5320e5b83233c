"""The key that signs what a webhook gets: shown to who has the address, and renewed by them."""

from collections.abc import Iterable
from datetime import datetime
from secrets import token_urlsafe

from desk.outbox.testing import channel_of
from domain.errors import NotFound
from domain.outbox import Channel
from domain.problems import Missing


def signed_channel(channels: Iterable[Channel], key: str) -> Channel:
    """Raise NotFound, also for a channel that is none of the signed."""
    channel = channel_of(channels, key)
    if not channel.signing:
        raise NotFound(Missing.CHANNEL)
    return channel


def with_renewed(channels: Iterable[Channel], key: str, seen: str, now: datetime) -> tuple[Channel, ...]:
    """These channels, one of them with another key.

    `seen`: the salt that stood on the page. Of two presses the second changes nothing: else the receiver's key, which
    still has its day, would be lost with it. `now`: the real time, in which receivers live. Raise NotFound.
    """
    known = tuple(channels)
    old = signed_channel(known, key)
    if old.signing[0].salt != seen:
        return known
    fresh = old.renewed(token_urlsafe(16), now)
    return tuple(fresh if one.key == key else one for one in known)
