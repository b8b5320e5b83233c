"""What speaks against two texts being of one event, and for it where one changes the other; in log-odds."""

from collections.abc import Set
from datetime import datetime

from nlp.stories.facts import Facts, Kind
from nlp.stories.score import NEVER

FORM_SHARE = 0.5  # of the smaller text's masked runs: both were made from one form
SERIES_HOURS, PRESS_HOURS = 5.0, 16.0
SHORT_WORDS = 120
COPY_SHARE = 0.3
LONG_WORDS = 250
TITLE_DAYS, HARM_DAYS, KM_POSTS, HALF_DENIAL = -2.5, -3.0, -2.0, -1.5
UNNAMED = (0.0, -1.0, -3.5)  # the place in a title is never named by the other text; one way, both ways
OTHER_TOPIC, TOPIC_SHARE = -2.0, 0.25
SHORT = -0.5  # a short text says little of its event
CHANGED = 4.0  # a change or a correction, and the notice of its place and day
MAX_DAYS = 7.0


def clash(one: Facts, other: Facts, one_at: datetime | None, other_at: datetime | None) -> float:
    """What is added to the pair's log-odds; NEVER where they are surely of two events."""
    hours = abs((one_at - other_at).total_seconds()) / 3600 if one_at and other_at else 0.0
    if _never(one, other, hours):
        return NEVER
    either, both = one.kinds | other.kinds, one.kinds & other.kinds
    changes = bool(either & {Kind.CHANGE, Kind.CORRECTION})
    odds = SHORT if min(one.words, other.words) <= LONG_WORDS else 0.0
    if _apart(one.title_days, other.title_days) and not changes:
        odds += TITLE_DAYS
    odds += UNNAMED[_unnamed(one, other) + _unnamed(other, one)]
    if Kind.DOUBT in either - both:
        odds += HALF_DENIAL
    if min(one.words, other.words) <= LONG_WORDS and max(_covered(one, other), _covered(other, one)) < TOPIC_SHARE:
        odds += OTHER_TOPIC
    if Kind.HARM in both and _apart(one.days, other.days):
        odds += HARM_DAYS
    if _apart(one.kms, other.kms):
        odds += KM_POSTS
    if Kind.CHANGE in either and one.units & other.units and one.matters & other.matters and one.days & other.days:
        odds += CHANGED
    return odds


def _never(one: Facts, other: Facts, hours: float) -> bool:
    either, both = one.kinds | other.kinds, one.kinds & other.kinds
    if hours > 24 * MAX_DAYS or Kind.DRILL in either - both:
        return True
    if Kind.DENIAL in either - both and not (Kind.DOUBT in both or one.quotes & other.quotes):
        return True  # a rumour is not the event that it is about
    if _apart(one.storms, other.storms):
        return True
    if _apart(one.matters, other.matters):
        return True
    if Kind.PRICE in both and hours > PRESS_HOURS:
        return True
    if {Kind.HARM, Kind.WARNING} <= either and not {Kind.HARM, Kind.WARNING} & both:
        return True
    if Kind.CORRECTION in both:
        return True  # the word is all they need to share
    if _series(one, other, hours):
        return True
    return _other_event(one, other) and _one_form(one, other)


def _series(one: Facts, other: Facts, hours: float) -> bool:
    """Two issues of the weather service's bulletins; a named storm is one story for days."""
    if one.storms & other.storms or {Kind.CHANGE, Kind.CORRECTION} & (one.kinds | other.kinds):
        return False
    if Kind.BULLETIN in one.kinds & other.kinds:
        return hours > SERIES_HOURS
    return Kind.BULLETIN in one.kinds | other.kinds and SERIES_HOURS < hours < PRESS_HOURS and _one_form(one, other)


def _one_form(one: Facts, other: Facts) -> bool:
    """A long text that is the other's, figures and all, is a copy and not another one of its form."""
    smaller = min(len(one.form), len(other.form))
    if not smaller or len(one.form & other.form) < FORM_SHARE * smaller:
        return False
    short = min(one.words, other.words) <= SHORT_WORDS
    return short or len(one.plain & other.plain) < COPY_SHARE * min(len(one.plain), len(other.plain))


def _other_event(one: Facts, other: Facts) -> bool:
    if _apart(one.units, other.units) or _apart(one.title_units, other.title_units):
        return True
    changes = {Kind.CHANGE, Kind.CORRECTION} & (one.kinds | other.kinds)
    return not changes and (_apart(one.days, other.days) or _apart(one.title_days, other.title_days))


def _covered(one: Facts, other: Facts) -> float:
    """The share of a title's words, names and figures apart, that stand in the other's head."""
    return len(one.title_topic & other.head_words) / len(one.title_topic) if one.title_topic else 1.0


def _unnamed(one: Facts, other: Facts) -> bool:
    return _apart(one.title_units, other.units)


def _apart(one: Set[object], other: Set[object]) -> bool:
    """Both say it, and nothing in common."""
    return bool(one) and bool(other) and not one & other
