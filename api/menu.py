"""What waits, in the reader's words: beside the menu's links and as the line of today, on pages and live lines."""

from collections.abc import Mapping
from dataclasses import dataclass

from desk import waiting
from desk.waiting import Board
from domain.people import Person
from messages.catalogue import Catalogue


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    number: int
    words: str  # what a screen reader says after the link's name


def counts(board: Board, person: Person, catalogue: Catalogue) -> Mapping[str, Count]:
    """By the path of the screen; one without work is left out."""
    found: dict[str, Count] = {}
    waits = {what: number for what, number in waiting.counted(board, person).items() if what in waiting.IN_MENU}
    for message, path in waiting.said(waits):
        before = found.get(path)
        words, number = catalogue(message), int(message.params["number"])
        found[path] = Count(
            number=number + (before.number if before else 0), words=f"{before.words}, {words}" if before else words
        )
    return found


def whole(found: Mapping[str, Count]) -> Count | None:
    """All of it as one, for a menu that is closed."""
    if not found:
        return None
    return Count(number=sum(one.number for one in found.values()), words=", ".join(one.words for one in found.values()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    words: str
    path: str


def today(board: Board, person: Person, catalogue: Catalogue) -> list[Task]:
    """What is left to do before the hour is over. Sources in trouble stand in a line of their own."""
    waits = {what: number for what, number in waiting.counted(board, person).items() if what in waiting.TODAY}
    return [Task(words=catalogue(message), path=path) for message, path in waiting.said(waits)]
