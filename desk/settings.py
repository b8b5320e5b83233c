"""The desk's own settings, and what changed in them, in the log."""

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from desk.acting import Acting
from domain.editorial import DeskAction, DeskSettings
from domain.outbox import Channel
from domain.people import Act
from domain.ports import Channels


def save(acting: Acting, wanted: DeskSettings) -> None:
    acting.may(Act.MANAGE)
    before = acting.store.settings.get()
    changed = [one.name for one in fields(wanted) if getattr(before, one.name) != getattr(wanted, one.name)]
    if not changed:
        return
    acting.store.settings.save(wanted)
    was, becomes = ({name: _loggable(desk, name) for name in changed} for desk in (before, wanted))
    acting.log(DeskAction.SETTINGS, "desk", was, becomes)


def channels_of(typed: str, known: Sequence[Channel], channels: Channels) -> tuple[Channel, ...]:
    """Channels from the form, one a line. A masked line stands for the channel it was made from. Raise BadInput."""
    masked = {channel.masked: channel for channel in known}
    by_key = {channel.key: channel for channel in known}
    lines = dict.fromkeys(line.strip() for line in typed.splitlines() if line.strip())
    wanted = [masked[line] if line in masked else channels.keep(line) for line in lines]
    return tuple(dict.fromkeys(by_key.setdefault(channel.key, channel) for channel in wanted))


def _loggable(desk: DeskSettings, name: str) -> Any:
    """The log is read by everybody and kept for good: no secrets, sealed or not."""
    return [channel.masked for channel in desk.channels] if name == "channels" else getattr(desk, name)
