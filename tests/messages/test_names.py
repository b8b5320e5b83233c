"""What is shown by its code alone has a name of its own in both languages."""

from collections.abc import Iterable
from dataclasses import fields
from enum import StrEnum
from pathlib import Path

import pytest

import desk.sections  # noqa: F401 - an action of its own
from desk.reports.values import PeriodState, TaskEnd
from domain.editorial import DeskSettings, ItemState
from domain.hazards import Hazard
from domain.log import Action
from domain.own_notices import OwnKind
from domain.people import Role
from domain.postings import PostedAs, PostingKind
from domain.reports import PeriodKind
from domain.running import Part
from domain.sources import FeedKind, SourceKind
from domain.stage import Outcome, Stage, StopReason
from domain.story import Flag, StoryState, Term
from domain.tasks import FollowUpKind, TaskCause, TaskState
from domain.understanding import OtherChoice, Section
from domain.versions import Grade
from messages.catalogue import LANGUAGES, Catalogue, entries
from tests.messages.letters import vietnamese_letters

ACTIONS = [action for noun in Action.__subclasses__() for action in noun]
FAMILIES: dict[str, Iterable[StrEnum]] = {
    "action": ACTIONS,
    "stage": Stage,
    "outcome": Outcome,
    "reason": StopReason,
    "role": Role,
    "section": (*Section, OtherChoice.UNCLEAR),
    "feed-kind": FeedKind,
    "source-kind": SourceKind,
    "state": ItemState,
    "state-long": ItemState,
    "term": Term,
    "flag": Flag,
    "hazard": Hazard,
    "grade": Grade,
    "own-kind": OwnKind,
    "part": Part,
    "part-stops": Part,
    "posting-kind": PostingKind,
    "posted-as": PostedAs,
    "task-cause": TaskCause,
    "task-state": TaskState,
    "follow-up-kind": FollowUpKind,
    "period": PeriodKind,
    "period-state": PeriodState,
    "task-end": TaskEnd,
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("family", FAMILIES)
def test_each_member_has_its_name_and_no_name_is_left_over(language: str, family: str):
    written = {code.removeprefix(f"{family}.") for code in entries(language) if code.startswith(f"{family}.")}
    assert written == {member.value for member in FAMILIES[family]}
    names = [Catalogue(language).named(member, family) for member in FAMILIES[family]]
    assert len(set(names)) == len(names)
    if language == "en":
        assert vietnamese_letters("".join(names)) == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_log_keeps_of_states_and_settings_has_its_name(language: str):
    written = entries(language)
    assert [state for state in (*ItemState, *StoryState) if f"logged-state.{state}" not in written] == []
    assert [one.name for one in fields(DeskSettings) if f"logged.{one.name}" not in written] == []


def test_a_verdict_and_a_story_set_aside_are_actions_of_the_log():
    decided = {ItemState.APPROVED, ItemState.RETURNED, ItemState.REJECTED, StoryState.SKIPPED, StoryState.OPEN}
    assert {state.value for state in decided} <= {action.value for action in ACTIONS}


def test_every_action_is_logged_somewhere():
    desk = Path(__file__).parents[2] / "desk"
    text = "\n".join(file.read_text(encoding="utf-8") for file in desk.rglob("*.py"))
    decided = {ItemState.APPROVED, ItemState.RETURNED, ItemState.REJECTED, StoryState.SKIPPED, StoryState.OPEN}
    assert [action for action in ACTIONS if f"Action.{action.name}" not in text and action.value not in decided] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_another_version_stored_is_shown_as_it_is(language: str):
    assert Catalogue(language).named("of-a-later-version", "action") == "of-a-later-version"
