"""Official warnings in force: those that hold now, here and in the provinces beside us."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from desk.area import Area, Nearness
from desk.warning_states import ShownWarning, shown
from domain.hazards import NATURAL_HAZARDS, Hazard, combined_level
from domain.store import Store
from domain.warning_chain import StoredWarning

MAX_WARNINGS_IN_FORCE = 200
MAX_WARNINGS_LOOKED_AT = 60
MAX_OVER = 10
OVER_IS_SHOWN = timedelta(hours=48)


@dataclass(frozen=True, kw_only=True)
class WarningsInForce:
    """What holds now: here, and in the provinces beside us."""

    ours: tuple[ShownWarning, ...] = ()
    beside: tuple[ShownWarning, ...] = ()
    over: tuple[ShownWarning, ...] = ()  # ours that ended lately, newest first

    @property
    def combined_level(self) -> int | None:
        """What the levels of several natural hazards here may come to together."""
        return next((one.combined_level for one in self.ours if one.combined_level), None)


def current(store: Store, now: datetime, area: Area) -> WarningsInForce:
    """Gravest first, then newest. One that names no place is shown: it may be meant for us."""
    ours, beside = [], []
    for kept in standing(store, now):
        near = area.nearness(kept.warning.codes_at(now))
        if near is Nearness.OWN:
            ours.append(kept)
        elif near is Nearness.BESIDE:
            beside.append(kept)
    here, there, lately = len(ours), len(ours) + len(beside), _lately(store, now, area)
    told = shown(store, [*_gravest_first(ours), *_gravest_first(beside), *lately], now)
    over = [one for one in told[there:] if one.over_at and now - one.over_at < OVER_IS_SHOWN]
    return WarningsInForce(
        ours=_risen(told[:here], _together(ours, area)),
        beside=told[here:there],
        over=tuple(over[:MAX_OVER]),
    )


def every(store: Store, now: datetime, area: Area, limit: int) -> tuple[ShownWarning, ...]:
    """All that are kept, newest first."""
    ours = standing_here(store, now, area)
    here = {kept.article_id for kept in ours}
    told, together = shown(store, store.warnings.list(limit), now), _together(ours, area)
    return tuple(_risen([one], together)[0] if one.article_id in here else one for one in told)


def _risen(told: Sequence[ShownWarning], together: int | None) -> tuple[ShownWarning, ...]:
    return tuple(
        replace(one, combined_level=together) if one.warning.hazard in NATURAL_HAZARDS else one for one in told
    )


def _lately(store: Store, now: datetime, area: Area) -> list[StoredWarning]:
    """Ours that may have ended lately, newest first."""
    return [
        kept
        for kept in store.warnings.list(MAX_WARNINGS_LOOKED_AT, ends_after=now - OVER_IS_SHOWN)
        if not kept.holds(now) and area.nearness(kept.warning.codes) is Nearness.OWN
    ]


def _together(ours: Sequence[StoredWarning], area: Area) -> int | None:
    """Where hazards of several kinds hold here at once: Decision 18/2021/QĐ-TTg, article 4.4."""
    levels: dict[Hazard, int] = {}
    for kept in ours:
        for part in kept.warning.parts or (kept.warning,):
            if part.level and area.nearness(part.codes) is Nearness.OWN:
                levels[part.hazard] = max(part.level, levels.get(part.hazard, 0))
    return combined_level(levels)


def standing(store: Store, now: datetime) -> list[StoredWarning]:
    """All that hold now, newest first; a message that came at two addresses once."""
    found: dict[tuple[str, str], StoredWarning] = {}
    for kept in store.warnings.list(MAX_WARNINGS_IN_FORCE, holding=now):
        found.setdefault((kept.warning.sender, kept.warning.identifier), kept)
    return list(found.values())


def standing_here(store: Store, now: datetime, area: Area) -> list[StoredWarning]:
    """Those that hold now in our area, newest first."""
    return [kept for kept in standing(store, now) if area.nearness(kept.warning.codes_at(now)) is Nearness.OWN]


def _gravest_first(found: Sequence[StoredWarning]) -> tuple[StoredWarning, ...]:
    newest = sorted(found, key=lambda kept: kept.warning.sent, reverse=True)
    return tuple(sorted(newest, key=lambda kept: kept.warning.gravity, reverse=True))
