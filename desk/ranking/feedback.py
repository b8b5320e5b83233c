"""Thêm như thế này, bớt như thế này; and setting what was learnt back to nothing."""

from desk.acting import Acting
from desk.ranking import preferences
from domain.editorial import DeskAction
from domain.message import Message
from domain.people import Act
from domain.preferences import Preferences
from domain.store import Store
from domain.story import Story, StoryAction


def ask(acting: Acting, story_id: str, *, more: bool) -> Story:
    """Ask for more or less of this kind. It counts as several picks or skips."""
    acting.may(Act.PICK)
    store = acting.store
    story = store.stories.get(story_id)
    preferences.learn(store, story, more, acting.now, preferences.REQUEST_STRENGTH)
    after = {"features": preferences.features(story)}
    acting.log(StoryAction.MORE_LIKE_THIS if more else StoryAction.LESS_LIKE_THIS, f"story:{story_id}", {}, after)
    return story


def reset(acting: Acting) -> None:
    """Reset the preferences. The log keeps what they were."""
    acting.may(Act.MANAGE)
    acting.store.settings.lock()  # somebody may be deciding at this moment
    before = acting.store.settings.preferences()
    acting.store.settings.save_preferences(Preferences(revision=before.revision + 1))
    was = {"coefficients": dict(before.coefficients), "lessons": before.revision}
    acting.log(DeskAction.RESET_PREFERENCES, "desk", was, {})


def learnt(store: Store) -> list[tuple[Message, float]]:
    """Every coefficient that is large enough to show, by what it is about, the heaviest first."""
    found = store.settings.preferences().coefficients.items()
    shown = [
        (preferences.about(feature), points) for feature, points in found if abs(points) >= preferences.MIN_SHOWN_POINTS
    ]
    return sorted(shown, key=lambda pair: -abs(pair[1]))
