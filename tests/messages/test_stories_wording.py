"""Whatever the desk says of a story, an article or a warning, both languages have it, with its fields filled."""

from enum import StrEnum
from string import Formatter
from typing import Any

import pytest

from domain.message import say
from domain.ports import AssignmentReason
from domain.story import Flag, Term, TermEvidence
from domain.taste import Habit
from domain.understanding import SignalReason
from domain.versions import ChangeReason, Grade
from domain.warning import Hazard
from messages.catalogue import LANGUAGES, Catalogue, entries

NAMED: dict[str, type[StrEnum]] = {"term": Term, "flag": Flag, "hazard": Hazard, "grade": Grade}
SAID: tuple[type[StrEnum], ...] = (TermEvidence, Habit, SignalReason, AssignmentReason, ChangeReason)
FILLED: dict[StrEnum, dict[str, Any]] = {
    TermEvidence.SIGNAL: {"reasons": [say(SignalReason.PHONE)], "quotes": ["gọi 1900 9095"]},
    TermEvidence.SIGNAL_UNQUOTED: {"reasons": [say(SignalReason.PHONE), say(SignalReason.DEADLINE)]},
    TermEvidence.NEAR: {"place": "15"},
    TermEvidence.NEIGHBOUR: {"place": "02"},
    TermEvidence.ORIGINS: {"number": 3},
    TermEvidence.OLD: {"day": "2026-11-23T05:00:00+00:00"},
    TermEvidence.PREFERENCES: {"habits": [say(Habit.PICKED, what=say(Habit.OURS), points=1.2)]},
    Habit.SECTION: {"section": "suc-khoe"},
    Habit.SOURCE: {"source": "bao-x"},
    Habit.PICKED: {"what": say(Habit.USEFUL), "points": 0.5},
    Habit.SKIPPED: {"what": say(Habit.FAR), "points": -0.5},
    SignalReason.BULLETIN: {"hazard": Hazard.STORM},
    SignalReason.BULLETIN_LEVEL: {"hazard": Hazard.STORM, "level": 3},
    SignalReason.CAP_MESSAGE: {"hazard": Hazard.FLOOD},
    AssignmentReason.COPY: {"percent": 82, "title": "Mưa lũ"},
    AssignmentReason.COPY_OF_OLD: {"percent": 82, "title": "Mưa lũ", "day": "2026-11-14T05:00:00+00:00"},
    AssignmentReason.IN_COMMON: {"common": [say(AssignmentReason.SAME_PLACE)], "title": "Mưa lũ"},
    AssignmentReason.SIMILAR: {"title": "Mưa lũ"},
    AssignmentReason.SAME_DAYS: {"days": ["3/8", "4/8"]},
    AssignmentReason.SAME_FIGURES: {"figures": ["128"]},
    AssignmentReason.SAME_WORDS: {"words": ["máy bay"]},
}


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("family", NAMED)
def test_every_code_of_a_family_has_its_name(language: str, family: str):
    names = {member: entries(language).get(f"{family}.{member}", "") for member in NAMED[family]}
    assert [member for member, name in names.items() if not name] == []
    assert len(set(names.values())) == len(names)  # no two look alike


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("message", [member for words in SAID for member in words], ids=str)
def test_every_reason_is_a_sentence_with_its_fields_filled(language: str, message: StrEnum):
    filled = FILLED.get(message, {})
    assert fields(entries(language)[message]) == set(filled)
    said = Catalogue(language, {"place": {"15": "Lào Cai", "02": "Hà Giang"}.__getitem__})(say(message, **filled))
    assert said.strip(" :;,") == said != ""
    assert not any(mark in said for mark in "{}()")


def test_what_shows_a_term_reads_as_people_say_it():
    evidence = say(
        TermEvidence.PREFERENCES,
        habits=[
            say(Habit.SKIPPED, what=say(Habit.FAR), points=-0.8),
            say(Habit.PICKED, what=say(Habit.SOURCE, source="bao-x"), points=0.3),
        ],
    )
    names = {"source": {"bao-x": "Báo X"}.__getitem__}
    assert Catalogue("vi", names)(evidence) == "bàn tin ít chọn tin nơi khác: −0,8; hay chọn nguồn Báo X: +0,3"
    english = "this desk seldom picks news from elsewhere: −0.8; often picks the source Báo X: +0.3"
    assert Catalogue("en", names)(evidence) == english
    quoted = say(TermEvidence.SIGNAL, reasons=[say(SignalReason.PHONE)], quotes=["1900 9095"])
    assert Catalogue("vi")(quoted) == "có số điện thoại để gọi: «1900 9095»"
