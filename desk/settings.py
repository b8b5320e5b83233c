"""The desk's own settings, and what changed in them, in the log."""

from collections.abc import Callable
from dataclasses import fields, replace
from datetime import datetime
from typing import Any

from desk.acting import Acting
from desk.outbox.signing import with_renewed
from desk.outbox.testing import channel_of
from domain.editorial import DeskAction, DeskKind, DeskSettings
from domain.errors import BadInput
from domain.outbox import Channel
from domain.people import Act
from domain.places import Places
from domain.problems import Problem


def save(acting: Acting, wanted: DeskSettings) -> None:
    acting.may(Act.MANAGE)
    before = acting.store.settings.get()
    changed = [one.name for one in fields(wanted) if getattr(before, one.name) != getattr(wanted, one.name)]
    if not changed:
        return
    acting.store.settings.save(wanted)
    was, becomes = ({name: _loggable(desk, name) for name in changed} for desk in (before, wanted))
    acting.log(DeskAction.SETTINGS, "desk", was, becomes)


def change(acting: Acting, changed: Callable[[DeskSettings], DeskSettings]) -> None:
    """Change some settings and leave the others as they are now, whoever changed them a moment ago."""
    acting.may(Act.MANAGE)
    acting.store.settings.lock()
    save(acting, changed(acting.store.settings.get()))


def name_page(acting: Acting, name: str, kind: DeskKind) -> None:
    """Say whose page it is. Raise BadInput for no name."""
    if not name.strip():
        raise BadInput(Problem.PAGE_NAME)
    change(acting, lambda desk: replace(desk, name=name.strip(), kind=kind))


def add_to_area(acting: Acting, places: Places, code: str) -> None:
    """Add a standing province or commune. Raise BadInput for what is none."""
    if not places.stands(code):
        raise BadInput(Problem.PLACE_UNKNOWN, name=code)
    change(acting, lambda desk: replace(desk, area=tuple(dict.fromkeys([*desk.area, code]))))


def remove_from_area(acting: Acting, code: str) -> None:
    change(acting, lambda desk: replace(desk, area=tuple(one for one in desk.area if one != code)))


def add_channel(acting: Acting, channel: Channel) -> None:
    """Add a channel; a known address stays the channel that it is."""
    change(
        acting,
        lambda desk: (
            desk
            if channel.key in {one.key for one in desk.channels}
            else replace(desk, channels=(*desk.channels, channel))
        ),
    )


def remove_channel(acting: Acting, key: str) -> None:
    change(acting, lambda desk: replace(desk, channels=tuple(one for one in desk.channels if one.key != key)))


def renew_channel_key(acting: Acting, key: str, seen: str, now: datetime) -> None:
    """Another key for a webhook, in the place of the one that was seen. `now`: the real time. Raise NotFound."""
    acting.may(Act.MANAGE)
    acting.store.settings.lock()
    desk = acting.store.settings.get()
    channels = with_renewed(desk.channels, key, seen, now)
    if channels != desk.channels:
        acting.store.settings.save(replace(desk, channels=channels))
        acting.log(DeskAction.KEY_RENEWED, "desk", {}, {"channels": [channel_of(channels, key).masked]})


def _loggable(desk: DeskSettings, name: str) -> Any:
    """The log is read by everybody and kept for good: no secrets, sealed or not."""
    return [channel.masked for channel in desk.channels] if name == "channels" else getattr(desk, name)
