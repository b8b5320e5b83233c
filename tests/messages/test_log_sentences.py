"""Every action has its sentence in both languages, and what old versions and odd rows hold breaks none."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from desk import sections as _sections  # noqa: F401 - its actions are walked, too
from desk.log_sentences import sentence
from domain.log import Action, LogEntry
from messages.catalogue import LANGUAGES, Catalogue, entries
from tests.messages.letters import vietnamese_letters

NOON = datetime(2026, 11, 23, 5, tzinfo=UTC)
ACTIONS = [action for noun in Action.__subclasses__() for action in noun]
Values = Mapping[str, Any]
CHANGES: dict[str, list[tuple[Values, Values]]] = {  # before and after, where the sentence tells of them
    "approved": [({}, {}), ({}, {"note": "Good"})],
    "returned": [({}, {"note": ""}), ({}, {"note": "Short"})],
    "rejected": [({}, {}), ({}, {"note": "Old"})],
    "undo-share": [({}, {}), ({}, {"note": "By mistake"})],
    "settings": [
        ({"area": ["15"]}, {"area": ["02"]}),
        ({"solo": False}, {"solo": True}),
        ({"solo": True}, {"solo": False}),
    ],
    "choose-section": [
        ({}, {"section": "y-te", "by_editor": True}),
        ({}, {"section": "y-te", "second_section": "the-thao", "by_editor": True}),
        ({"section": "y-te"}, {"section": "the-thao", "by_editor": False}),
    ],
    "source-active": [({"active": True}, {"active": False}), ({"active": False}, {"active": True})],
    "change-person": [
        ({"role": "editor", "active": True}, {"role": "analyst", "active": True}),
        ({"role": "editor", "active": True}, {"role": "editor", "active": False}),
        ({"role": "editor", "active": False}, {"role": "editor", "active": True}),
        ({"name": "Lan"}, {"name": "Lan Anh"}),
        ({"role": "editor", "active": True}, {"role": "editor", "active": True}),
    ],
    "sign-ins-failed": [({}, {"login": "lan", "times": 4}), ({}, {"times": 9})],
    "merge-stories": [({"story": "gone", "title": "Gone", "articles": ["a", "b"]}, {"story": "x", "title": "X"})],
    "split-story": [({"story": "gone", "title": "Gone", "articles": ["a"]}, {"story": "x", "title": "X"})],
    "move-article": [({"story": "gone", "title": "Gone", "articles": ["a"]}, {"story": "x", "title": "X"})],
    "change-source": [({"name": "X", "province": "15"}, {"name": "Y", "province": ""})],
    "flag-accepted": [({}, {"flag": "old"})],
    "flag-overridden": [({}, {"flag": "old", "sentence": "Still true"})],
    "flag-answer-taken-back": [({"answer": "accepted", "sentence": ""}, {"flag": "old"})],
    "regrouped": [({}, {"stories": 3, "articles": ["a", "b", "c"]})],
    "digest-sent": [({}, {"channels": 2})],
    "set-day": [
        ({}, {"day": "2027-01-04", "is_off": True, "name": "Off"}),
        ({}, {"day": "2027-01-09", "is_off": False, "name": ""}),
    ],
    "recovery-code": [({}, {"left": 7})],
}  # fmt: skip
ODD: tuple[Values, ...] = (
    {}, {"note": None}, {"note": ["x"]}, {"articles": 3}, {"articles": None}, {"story": 7}, {"active": "yes"},
    {"section": None}, {"who": "x", "what": "x", "from": 1, "code": "x", "said": 1}, {"channels": [{"a": [1]}]},
    {"": "", "a b": 1, "0": 2}, {"solo": "x"}, {"name": "{who} {0} {"}, {"solo": True},
)  # fmt: skip


def entry(action: str, before: Values, after: Values, who: str = "Lan") -> LogEntry:
    return LogEntry(id=1, at=NOON, who=who, action=action, subject="item:1", before=before, after=after)


def said(language: str, one: LogEntry) -> str:
    catalogue = Catalogue(language, {"thing": lambda subject: f"<{subject}>"})
    return catalogue(sentence(one, catalogue.has))


def test_no_action_is_without_a_sentence_and_no_sentence_without_an_action() -> None:
    used = {
        sentence(entry(action, before, after), lambda code: code in entries("vi")).code
        for action in ACTIONS
        for before, after in CHANGES.get(action, [({}, {})])
    }
    written = {code for code in entries("vi") if code.startswith("did.")}
    spare = {"did.source-active"}  # a row whose values nobody can read
    assert used == written - spare


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("action", ACTIONS)
def test_a_sentence_says_who_did_what_to_which_thing(language: str, action: Action) -> None:
    texts = [said(language, entry(action, *change)) for change in CHANGES.get(action, [({}, {})])]
    assert len(set(texts)) == len(texts)
    for text in texts:
        assert text.startswith("Lan ")
        assert not re.search(r"[{}]|\(did|\(log|\(logged|None|  ", text), text
        assert language == "vi" or vietnamese_letters(text) == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_program_is_named_as_itself(language: str) -> None:
    change = CHANGES["regrouped"][0]
    told = {"vi": "Máy gom lại 3 chuyện", "en": "The program regrouped stories: 3"}
    assert said(language, entry("regrouped", *change, who="diemtin")) == told[language]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("action", [*ACTIONS, "of-a-later-version", "", "other", "none.day", "{who}", "x" * 40])
@pytest.mark.parametrize("odd", ODD)
def test_whatever_a_row_holds_is_said_somehow(language: str, action: str, odd: Values) -> None:
    for before, after in ((odd, {}), ({}, odd), (odd, odd)):
        assert "Lan" in said(language, entry(action, before, after))


def test_an_approval_on_a_desk_of_one_says_so() -> None:
    assert said("vi", entry("approved", {}, {"solo": True})) == "Lan duyệt <item:1> (chế độ một người)"
    assert said("vi", entry("settings", {"solo": False}, {"solo": True})) == "Lan bật chế độ một người"
