"""Whatever can go wrong is said in both languages, and every place that reports it gives what the sentence needs."""

import ast
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from string import Formatter
from typing import Any, TypeVar

import pytest

from domain import problems
from domain.errors import Conflict, DeskError
from domain.message import Code, say
from messages.catalogue import LANGUAGES, Catalogue, entries
from tests.messages.letters import vietnamese_letters

T = TypeVar("T")
ROOT = Path(__file__).parents[2]
ROOMS = (
    *("vietnamese", "domain", "crawlers", "nlp", "index", "alerts", "outlets", "database"),
    *("desk", "messages", "api", "app"),
)
OUTSIDE_DOMAIN = (  # where other codes and errors are at home
    "api.problems",
    "app.commands.models",
    "app.commands.wording",
    "crawlers.dates.reader",
    "crawlers.feeds.content",
    "desk.hours",
    "desk.sources.health",
    "desk.waiting",
)


def all_of(kind: type[T]) -> Iterator[type[T]]:
    for one in kind.__subclasses__():
        yield one
        yield from all_of(one)


for _module in OUTSIDE_DOMAIN:
    import_module(_module)
CODES: tuple[type[Code], ...] = tuple(all_of(Code))
ERRORS: tuple[type[DeskError], ...] = (DeskError, *all_of(DeskError))
MEMBERS = [member for enum in CODES for member in enum]
MOMENT = "2026-11-23T05:00:00+00:00"
OF_A_KIND = {
    "kind": say(problems.Forbidden.IP_PRIVATE),
    "at": "queued",
    "wanted": "reviewed",
    "moment": MOMENT,
    "since": MOMENT,
    "expires": MOMENT,
    "day": "2026-11-23",
    "findings": ["one", "two"],
    "reasons": [say("signal.phone"), say("signal.deadline")],
    "quotes": ["1900 9095"],
    "habits": [say("preference.picked", what=say("preference.near-ours"), points=1.2)],
    "what": say("preference.term-useful"),
    "hazard": "storm",
    "section": "suc-khoe",
    "common": [say("assignment.same-place")],
    "changes": [say("source-change.country")],
    "days": ["3/8", "4/8"],
    "figures": ["128"],
    "words": ["bridge"],
    "searches": ["Storm"],
    "codes": ["15"],
    "fields": ["caption", "ngay"],
    "field": "caption",
    "things": ["articles", "log.mood"],
    "tables": ["articles"],
    "made_at": MOMENT,
    "lock": "run",
    "retry_at": MOMENT,
    "places": ["K", say("posted-at.by-hand")],
    "others": ["P"],
    "where": say("posted-at.here", places=["K"]),
    "back": "2026-11-25",
}


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def filled(names: tuple[str, ...]) -> dict[str, Any]:
    return {name: OF_A_KIND.get(name, 7) for name in names}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("member", MEMBERS, ids=str)
def test_every_code_is_a_sentence_with_exactly_its_fields(language: str, member: Code):
    assert fields(entries(language)[member]) == set(member.fields)
    said = Catalogue(language)(say(member, **filled(member.fields)))
    assert said.strip() == said != ""
    if language == "en":
        assert vietnamese_letters(said) == ""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.code)
def test_every_error_has_a_title_and_a_sentence(language: str, error: type[DeskError]):
    sentence = entries(language)[f"error.{error.code}"]
    assert fields(sentence) - {"why"} == set(error.fields)
    said = Catalogue(language)(say(f"error.{error.code}", **filled(error.fields), why="because"))
    title = entries(language)[f"title.{error.code}"]
    assert not fields(title)
    assert title != said != ""
    if language == "en":
        assert vietnamese_letters(said + title) == ""


def test_every_place_that_reports_gives_what_the_sentence_needs():
    reports = list(raised())
    assert len(reports) > 100
    wanting = {}
    for where, error, whys, given in reports:
        needed = set(error.fields) | {name for why in whys for name in why.fields}
        own = "why" in fields(entries("vi")[f"error.{error.code}"])
        if not needed <= given or (own and not whys and not given & {"*"}):
            wanting[where] = (error.code, [str(why) for why in whys], sorted(needed - given))
    assert wanting == {}


def test_every_problem_is_reported_somewhere():
    text = "\n".join(file.read_text(encoding="utf-8") for file in sources())
    families = [enum for enum in CODES if enum.__module__ == problems.__name__]
    assert families
    assert [member for enum in families for member in enum if f"{enum.__name__}.{member.name}" not in text] == []


def sources() -> Iterator[Path]:
    for room in ROOMS:
        yield from (file for file in (ROOT / room).rglob("*.py") if file.name != "problems.py" or room != "domain")


def raised() -> Iterator[tuple[str, type[DeskError], list[Code], set[str]]]:
    """Each call that makes an error: where, of which class, by which codes, with which parameters.

    A reason that is not written there but handed on (a Message) is checked where it is made; it counts as given: "*".
    """
    named = {error.__name__: error for error in ERRORS}
    enums = {enum.__name__: enum for enum in CODES}
    for file in sources():
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
                continue
            error = DeskError if node.func.id == "say" else named.get(node.func.id)
            if error is None or (error is DeskError and node.func.id != "say"):
                continue
            whys = [enums[a.value.id][a.attr] for arg in node.args for a in members(arg, enums)]
            if node.func.id == "say" and not whys:
                continue
            given = {word.arg for word in node.keywords if word.arg} | ({"*"} if node.args and not whys else set())
            yield f"{file.relative_to(ROOT)}:{node.lineno}", error, whys, given


def members(node: ast.expr, enums: dict[str, type[Code]]) -> Iterator[Any]:
    for part in ast.walk(node):
        if isinstance(part, ast.Attribute) and isinstance(part.value, ast.Name) and part.value.id in enums:
            yield part


def test_an_unknown_reason_is_shown_by_its_code():
    conflict = Conflict(say("problem.of-a-later-version", number=3))
    assert Catalogue("vi")(conflict.message) == "(problem.of-a-later-version)"
