"""Official warnings in force: those that hold now, here and in the provinces beside us."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from desk.area import Area, Nearness
from domain.store import Store
from domain.warning_chain import StoredWarning

MAX_WARNINGS_IN_FORCE = 200


@dataclass(frozen=True, kw_only=True)
class WarningsInForce:
    """What holds now: here, and in the provinces beside us."""

    ours: tuple[StoredWarning, ...] = ()
    beside: tuple[StoredWarning, ...] = ()


def current(store: Store, now: datetime, area: Area) -> WarningsInForce:
    """Gravest first, then newest. One that names no place is shown: it may be meant for us."""
    ours, beside = [], []
    for kept in standing(store, now):
        near = area.nearness(kept.warning.codes_at(now))
        if near is Nearness.OWN:
            ours.append(kept)
        elif near is Nearness.BESIDE:
            beside.append(kept)
    return WarningsInForce(ours=_gravest_first(ours), beside=_gravest_first(beside))


def standing(store: Store, now: datetime) -> list[StoredWarning]:
    """All that hold now, newest first; a message that came at two addresses once."""
    found: dict[tuple[str, str], StoredWarning] = {}
    for kept in store.warnings.list(MAX_WARNINGS_IN_FORCE, holding=now):
        found.setdefault((kept.warning.sender, kept.warning.identifier), kept)
    return list(found.values())


def _gravest_first(found: Sequence[StoredWarning]) -> tuple[StoredWarning, ...]:
    newest = sorted(found, key=lambda kept: kept.warning.sent, reverse=True)
    return tuple(sorted(newest, key=lambda kept: kept.warning.gravity, reverse=True))
