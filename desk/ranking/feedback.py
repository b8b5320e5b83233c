"""Thêm như thế này, bớt như thế này; and setting what was learnt back to nothing."""

from datetime import datetime

from desk.log import note
from desk.permissions import allowed
from desk.ranking import preferences
from domain.editorial import Action
from domain.message import Message
from domain.people import Act, Person
from domain.store import Store
from domain.story import Story
from domain.taste import Preferences


def ask(store: Store, story_id: str, *, more: bool, by: Person, now: datetime) -> Story:
    """More of this kind, or less of it: counts as several picks or skips."""
    allowed(by, Act.PICK)
    story = store.stories.get(story_id)
    preferences.learn(store, story, more, now, preferences.ASKED)
    after = {"features": preferences.features(story)}
    note(store, by, Action.MORE_LIKE_THIS if more else Action.LESS_LIKE_THIS, f"story:{story_id}", {}, after, now)
    return story


def reset(store: Store, *, by: Person, now: datetime) -> None:
    """Nothing learnt. The log keeps what it was."""
    allowed(by, Act.MANAGE)
    before = store.settings.taste()
    store.settings.put_taste(Preferences(lessons=before.lessons + 1))
    was = {"coefficients": dict(before.coefficients), "lessons": before.lessons}
    note(store, by, Action.RESET_TASTE, "desk", was, {}, now)


def learnt(store: Store) -> list[tuple[Message, float]]:
    """Every coefficient that says something, by what it is about; the heaviest first."""
    found = store.settings.taste().coefficients.items()
    shown = [(preferences.about(feature), points) for feature, points in found if abs(points) >= preferences.SLIGHT]
    return sorted(shown, key=lambda pair: -abs(pair[1]))
