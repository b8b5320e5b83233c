"""Ưu tiên đã học: what editors pick, skip and ask more or less of shifts the sum, slowly and in the open.

An online logistic model of "would this desk pick it?" over the fixed sum and a few features, each with one
coefficient in points, bounded, listed under Người dùng and set back to nothing by one button. Warnings neither
update the preferences nor are moved by them: nobody's habits may hide a flood.
"""

from dataclasses import replace
from datetime import datetime
from math import exp

from domain.message import Message, say
from domain.preferences import Habit, Preferences, PreferenceUpdate
from domain.store import Store
from domain.stories import QueueFilter
from domain.story import ScoreTerm, Story, Term, TermEvidence

MAX_COEFFICIENT_POINTS = 1.5  # points of one coefficient
MAX_STORY_POINTS = 3.0  # points of all of them in one story
LOG_ODDS_PER_POINT = 0.5  # log-odds of being picked, for each point of the sum
LEARNING_RATE = 0.12
REQUEST_STRENGTH = 3.0  # "Thêm/Bớt như thế này" counts as so many picks or skips
MIN_SHOWN_POINTS = 0.05  # points below which no evidence is shown
MAX_UNDOABLE_UPDATES = 60  # as many decisions as can still be undone on the screen
LEARNT_TERMS = (Term.USEFUL, Term.ORIGINS, Term.GOOD_NEWS)
NEARNESS = {Term.NEAR: "ours", Term.NEIGHBOUR: "beside"}


def features(story: Story) -> list[str]:
    """The story's features: form, section, source and nearness. None of them can be a person or an opinion."""
    terms = {term.term for term in story.terms}
    if Term.WARNING in terms:
        return []
    near = next((name for term, name in NEARNESS.items() if term in terms), "far")
    section = [f"section:{story.section.value}"] if story.section else []
    known = [f"term:{term.value}" for term in LEARNT_TERMS if term in terms]
    return [*section, f"source:{story.source_id}", f"near:{near}", *known]


def with_preferences(story: Story, learnt: Preferences) -> Story:
    """The same story with what the desk's habits add to it now."""
    fixed = tuple(term for term in story.terms if term.term != Term.PREFERENCES)
    habit = preference_term(learnt, replace(story, terms=fixed))
    terms = (*fixed, habit) if habit else fixed
    return replace(story, terms=terms, score=round(sum(term.value for term in terms), 3))


def rerank(store: Store, limit: int = 300) -> int:
    """Let the first stories of the queue follow what was learnt since they were ranked. How many changed."""
    behind = [story.id for story in _following(store, limit)]
    store.stories.lock(behind)
    changed = [story for story in _following(store, limit) if story.id in set(behind)]  # as they stand once locked
    store.stories.rescore(changed)
    return len(changed)


def _following(store: Store, limit: int) -> list[Story]:
    """Those of the first stories that what was learnt changes, as they become."""
    learnt = store.settings.preferences()
    first, _ = store.stories.list(QueueFilter(limit=limit))
    after = [with_preferences(story, learnt) for story in first]
    return [story for before, story in zip(first, after, strict=True) if before.terms != story.terms]


def preference_term(learnt: Preferences, story: Story) -> ScoreTerm | None:
    """What this desk's habits add to the story, and which ones."""
    found = [(learnt.coefficients.get(feature, 0.0), feature) for feature in features(story)]
    value = round(_bounded(sum(points for points, _ in found), MAX_STORY_POINTS), 2)
    told = sorted((pair for pair in found if abs(pair[0]) >= MIN_SHOWN_POINTS), key=lambda pair: -abs(pair[0]))
    if abs(value) < MIN_SHOWN_POINTS or not told:
        return None
    habits = [say(_habit(points), what=about(feature), points=round(points, 1)) for points, feature in told]
    return ScoreTerm(term=Term.PREFERENCES, value=value, evidence=say(TermEvidence.PREFERENCES, habits=habits))


def about(feature: str) -> Message:
    """What the coefficient of a feature is about."""
    kind, _, key = feature.partition(":")
    match kind:
        case "section":
            return say(Habit.SECTION, section=key)
        case "source":
            return say(Habit.SOURCE, source=key)
        case _:
            return say(f"preference.{kind}-{key}")


def _habit(points: float) -> Habit:
    return Habit.PICKED if points > 0 else Habit.SKIPPED


def with_update(before: Preferences, story: Story, liked: bool, now: datetime, strength: float = 1.0) -> Preferences:
    """The preferences after one decision. The less likely it was, the further the coefficients move."""
    known = features(story)
    if not known:
        return before
    fixed = sum(term.value for term in story.terms if term.term != Term.PREFERENCES)
    points = _bounded(sum(before.coefficients.get(feature, 0.0) for feature in known), MAX_STORY_POINTS)
    likely = 1 / (1 + exp(-_bounded(before.bias + LOG_ODDS_PER_POINT * (fixed + points), 30.0)))
    step = LEARNING_RATE * strength * (liked - likely)
    after = {one: _bounded(before.coefficients.get(one, 0.0) + step, MAX_COEFFICIENT_POINTS) for one in known}
    shifts = {one: after[one] - before.coefficients.get(one, 0.0) for one in known}
    return Preferences(
        bias=_bounded(before.bias + step, 6.0),
        coefficients={**before.coefficients, **after},
        revision=before.revision + 1,
        recent=(*before.recent, PreferenceUpdate(story_id=story.id, shifts=shifts))[-MAX_UNDOABLE_UPDATES:],
        since=before.since or now,
    )


def without_update(before: Preferences, story_id: str) -> Preferences:
    """The preferences without the last update about a story."""
    at = next((n for n in reversed(range(len(before.recent))) if before.recent[n].story_id == story_id), None)
    if at is None:
        return before
    shifts = before.recent[at].shifts
    back = {
        one: _bounded(before.coefficients.get(one, 0.0) - shift, MAX_COEFFICIENT_POINTS)
        for one, shift in shifts.items()
    }
    recent = (*before.recent[:at], *before.recent[at + 1 :])
    return replace(before, coefficients={**before.coefficients, **back}, revision=before.revision + 1, recent=recent)


def learn(store: Store, story: Story, liked: bool, now: datetime, strength: float = 1.0) -> None:
    """Update the preferences by one decision. The lock lets two people who decide at once do so one after the other."""
    store.settings.lock()
    store.settings.save_preferences(with_update(store.settings.preferences(), story, liked, now, strength))


def unlearn(store: Store, story_id: str) -> None:
    store.settings.lock()
    store.settings.save_preferences(without_update(store.settings.preferences(), story_id))


def _bounded(value: float, most: float) -> float:
    return max(-most, min(most, value))
