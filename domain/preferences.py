"""What a desk's picks and skips have changed in the ranking: a few numbers that people can read and reset.

A feature is a section, a source, how near a story is, or a part of the sum. There is none for a person, a name, a
word or an opinion, and none may be added (design §1).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from domain.message import Code


class Habit(Code):
    """What a coefficient is about, and how a story's evidence tells of it."""

    SECTION = "preference.section", "section"
    SOURCE = "preference.source", "source"
    OURS = "preference.near-ours"
    BESIDE = "preference.near-beside"
    FAR = "preference.near-far"
    USEFUL = "preference.term-useful"
    ORIGINS = "preference.term-origins"
    GOOD_NEWS = "preference.term-good-news"
    PICKED = "preference.picked", "what", "points"
    SKIPPED = "preference.skipped", "what", "points"


@dataclass(frozen=True, slots=True, kw_only=True)
class PreferenceUpdate:
    """What one decision changed, kept so that undoing the decision can undo it."""

    story_id: str
    shifts: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """Nothing learnt yet, unless said otherwise."""

    bias: float = 0.0  # how readily this desk picks at all; no part of any score
    coefficients: Mapping[str, float] = field(default_factory=dict)  # feature -> points, within ±1.5
    revision: int = 0  # grows, also when one is taken back or all is set back
    recent: tuple[PreferenceUpdate, ...] = ()
    since: datetime | None = None  # the first update after it was last set back
