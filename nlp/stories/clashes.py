"""What speaks against two texts being of one event, and for it where one changes the other; in log-odds."""

from datetime import datetime

from nlp.stories import compared
from nlp.stories.compared import apart
from nlp.stories.facts import Facts
from nlp.stories.kinds import Kind
from nlp.stories.score import NEVER

FEW_WORDS, SHORT_WORDS, BRIEF_WORDS, LONG_WORDS = 60, 120, 160, 250  # of the shorter text
FORM_SHARE = 0.5  # of the smaller text's masked runs: both were made from one form
COPY_SHARE, SHORT_COPY_SHARE = 0.3, 0.75  # of a long text's runs; of a short one's, which its form holds already
MASKED_MORE = 0.02  # of the runs must be alike for the mask alone: otherwise the texts are, and not their form
SLOT_SHARE = 0.5  # of the shorter title's words
TOPIC_SHARE = 0.25
SERIES_HOURS, PRESS_HOURS = 5.0, 16.0
MAX_DAYS = 7.0

# log-odds
TITLE_DAYS, NUMBERED, SCORES, HAZARDS, GOODS, HALF_DENIAL = -2.5, -3.5, -3.0, -4.5, -6.0, -1.5
MATTER_DAYS = -2.5  # one service on other days
UNNAMED = (0.0, -1.0, -3.5)  # the place in a title is never named by the other text; one way, both ways
OTHER_TOPIC, OTHER_NAMES, OTHER_SLOT, OTHER_PAIRS = -2.0, -2.4, -3.0, -3.5
OTHER_CHANGE = -1.5  # besides: a change names what it changes
OTHER_FORM = -12.0  # times the share that is alike only with names and figures masked
FEW, MAX_FEW = -8.0, 1.5  # times the share of FEW_WORDS that a text lacks: each word less makes likeness say less
SAME_STORM = 3.0  # in brief texts
CHANGED = 4.0  # a change or a correction, and the notice of its place and day

_DRILL, _DENIAL, _DOUBT, _CORRECTION = map(int, (Kind.DRILL, Kind.DENIAL, Kind.DOUBT, Kind.CORRECTION))
_CHANGE, _BULLETIN, _PRICE, _SPREAD = map(int, (Kind.CHANGE, Kind.BULLETIN, Kind.PRICE, Kind.SPREAD))
_CHANGES, _AHEAD_OR_PAST = _CHANGE | _CORRECTION, int(Kind.WARNING | Kind.HARM)


def clash(one: Facts, other: Facts, one_at: datetime | None, other_at: datetime | None) -> float:
    """What is added to the pair's log-odds; NEVER where they are surely of two events."""
    hours = abs((one_at - other_at).total_seconds()) / 3600 if one_at and other_at else 0.0
    if _never(one, other, hours):
        return NEVER
    words = min(one.words, other.words)
    odds = _objects(one, other) + _days(one, other) + _kinds(one, other)
    if words <= LONG_WORDS and compared.topic(one, other) < TOPIC_SHARE:
        odds += OTHER_TOPIC
    return odds + _brief(one, other, words) + brevity(one, other) if words <= BRIEF_WORDS else odds


def most(one: Facts, other: Facts) -> float:
    """What `clash` does not exceed, at a glance."""
    odds = SAME_STORM if one.storms and other.storms else 0.0
    return odds + CHANGED if (one.kinds | other.kinds) & _CHANGE else odds


def brevity(one: Facts, other: Facts) -> float:
    """A text of few words is like many others, except where it names the storm or the match."""
    if one.storms & other.storms:
        return SAME_STORM
    if one.scores & other.scores:
        return 0.0
    return FEW * min(MAX_FEW, max(0.0, FEW_WORDS / max(1, min(one.words, other.words)) - 1))


def _objects(one: Facts, other: Facts) -> float:
    odds = UNNAMED[compared.unnamed(one, other)]
    if compared.renumbered(one, other):
        odds += NUMBERED
    return odds + SCORES if apart(one.scores, other.scores) else odds


def _days(one: Facts, other: Facts) -> float:
    odds, either = 0.0, one.kinds | other.kinds
    if not either & _CHANGES and apart(one.title_days, other.title_days):
        odds += TITLE_DAYS
    if not either & _CHANGES and one.matters & other.matters and apart(one.days, other.days):
        odds += MATTER_DAYS
    if either & _CHANGE and one.units & other.units and one.matters & other.matters and one.days & other.days:
        odds += CHANGED
    return odds


def _kinds(one: Facts, other: Facts) -> float:
    odds = HALF_DENIAL if (one.kinds ^ other.kinds) & _DOUBT else 0.0
    if apart(one.hazards, other.hazards):
        odds += HAZARDS
    return odds + GOODS if apart(one.goods, other.goods) else odds


def _brief(one: Facts, other: Facts, words: int) -> float:
    """Where there is little text, its title must be met in the other."""
    odds = OTHER_FORM * max(0.0, compared.masked(one, other) - compared.copied(one, other))
    if not compared.names(one, other):
        odds += OTHER_NAMES
    if words > FEW_WORDS or (one.kinds | other.kinds) & _CORRECTION:  # a correction's title may tell what was wrong
        return odds
    if compared.pairless(one, other):
        odds += OTHER_PAIRS + (OTHER_CHANGE if (one.kinds | other.kinds) & _CHANGE else 0.0)
    changes = (one.kinds | other.kinds) & _CHANGES
    return odds if changes or not compared.slot(one, other, SLOT_SHARE) else odds + OTHER_SLOT


def _never(one: Facts, other: Facts, hours: float) -> bool:
    either = one.kinds | other.kinds
    if hours > 24 * MAX_DAYS or apart(one.storms, other.storms) or apart(one.matters, other.matters):
        return True
    return (either != 0 and _other_kind(one, other, hours)) or (
        _other_event(one, other, either) and _one_form(one, other)
    )


def _other_kind(one: Facts, other: Facts, hours: float) -> bool:
    either, both = one.kinds | other.kinds, one.kinds & other.kinds
    if (either ^ both) & _DRILL or both & _CORRECTION:  # its word is all that two corrections need to share
        return True
    if (either ^ both) & _DENIAL and not ((_of_rumour(one) and _of_rumour(other)) or one.quotes & other.quotes):
        return True  # a rumour is not the event that it is about
    if both & _PRICE and hours > PRESS_HOURS:
        return True
    if either & _AHEAD_OR_PAST == _AHEAD_OR_PAST and not both & _AHEAD_OR_PAST:
        return True
    return bool(either & _BULLETIN) and _series(one, other, hours)


def _of_rumour(one: Facts) -> bool:
    return bool(one.kinds & (_DOUBT | _SPREAD))


def _series(one: Facts, other: Facts, hours: float) -> bool:
    """Two issues of the weather service's bulletins; a named storm is one story for days."""
    if hours <= SERIES_HOURS or one.storms & other.storms or (one.kinds | other.kinds) & _CHANGES:
        return False
    return bool(one.kinds & other.kinds & _BULLETIN) or (hours < PRESS_HOURS and _one_form(one, other))


def _one_form(one: Facts, other: Facts) -> bool:
    """A long text that is the other's, figures and all, is a copy and not another one of its form."""
    masked = compared.masked(one, other)
    if masked < FORM_SHARE:
        return False
    copied = compared.copied(one, other)
    return copied < COPY_SHARE or (min(one.words, other.words) <= SHORT_WORDS and masked > copied + MASKED_MORE)


def _other_event(one: Facts, other: Facts, either: int) -> bool:
    if apart(one.units, other.units) or apart(one.title_units, other.title_units):
        return True
    short = max(one.words, other.words) <= SHORT_WORDS
    if (short and compared.foreign(one, other)) or compared.renumbered(one, other):
        return True
    if either & _CHANGES:
        return False
    if apart(one.days, other.days) or apart(one.title_days, other.title_days):
        return True
    return short and compared.slot(one, other, SLOT_SHARE) and compared.copied(one, other) <= SHORT_COPY_SHARE
