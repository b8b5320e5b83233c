"""The desk's own settings, and what changed in them, in the log."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from desk.alerts import masked
from desk.log import note
from desk.permissions import allowed
from domain.editorial import Action, DeskSettings
from domain.errors import BadInput
from domain.people import Act, Person
from domain.ports import Channels
from domain.problems import Problem
from domain.store import Store


def save(store: Store, wanted: DeskSettings, *, by: Person, now: datetime) -> None:
    allowed(by, Act.MANAGE)
    before, after = asdict(store.settings.get()), asdict(wanted)
    changed = [name for name in after if before[name] != after[name]]
    if not changed:
        return
    store.settings.put(wanted)
    was, becomes = ({name: _loggable(name, values[name]) for name in changed} for values in (before, after))
    note(store, by, Action.SETTINGS, "desk", was, becomes, now)


def channels_of(typed: str, known: Sequence[str], channels: Channels | None) -> tuple[str, ...]:
    """Addresses from the form, one a line. A masked line stands for the address it was made from. Raise BadInput."""
    kept = {masked(address): address for address in known}
    lines = dict.fromkeys(line.strip() for line in typed.splitlines() if line.strip())
    addresses = tuple(dict.fromkeys(kept.get(line, line) for line in lines))
    for address in addresses:
        if address not in known:
            if channels is None:
                raise BadInput(Problem.NO_CHANNELS)
            channels.open(address)
    return addresses


def _loggable(name: str, value: Any) -> Any:
    """The log is read by everybody and kept for good: no secrets."""
    return [masked(address) for address in value] if name == "channels" else value
