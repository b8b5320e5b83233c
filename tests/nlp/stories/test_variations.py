"""Texts of our own for each kind of fault: what looks alike stays apart, what is told in other words comes together."""

from datetime import datetime
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

from domain.times import VIETNAM
from nlp.stories.incremental import WindowItem, group

FOLDER = Path(__file__).parent / "variations"
SEPARATOR = "===\n"
LEFT = {  # strict: whoever mends one of them takes it out of the list
    "local-6": "two calls of one police station with one deadline, in like words",
    "mixed-3": "interest paid and interest asked on one day, in like words",
    "other-3": "two tariffs of one day whose texts have one form",
    "press-6": "bribes at two provinces' vehicle inspections; a title that names no place",
    "recall-7": "two short reports that share neither a day nor two words side by side",
    "words-2": "two short reports that share neither a day nor two words side by side",
    "words-3": "two short reports that share neither a day nor two words side by side",
}


def read(block: str) -> list[tuple[str, WindowItem]]:
    """Each article with the letter of its story. A line "A 24/11 08:00 Title", then the text to the next such line."""
    found: list[tuple[str, WindowItem]] = []
    for line in block.splitlines():
        story, _, rest = line.partition(" ")
        if len(story) == 1 and rest[:1].isdigit():
            moment = datetime.strptime(f"2026/{rest[:11]}", "%Y/%d/%m %H:%M").replace(tzinfo=VIETNAM)
            found.append((story, WindowItem(id=str(len(found)), title=rest[12:], text="", published_at=moment)))
        else:
            story, last = found[-1]
            text = f"{last.text}\n{line}".strip()
            found[-1] = story, WindowItem(id=last.id, title=last.title, text=text, published_at=last.published_at)
    return found


def blocks() -> list[tuple[str, str]]:
    every = ((path.stem, path.read_text(encoding="utf-8").split(SEPARATOR)) for path in sorted(FOLDER.glob("*.txt")))
    return [(f"{kind}-{number}", block) for kind, found in every for number, block in enumerate(found)]


def cases() -> list[ParameterSet]:
    left = {name: pytest.mark.xfail(reason=why, strict=True) for name, why in LEFT.items()}
    return [pytest.param(block, id=name, marks=left.get(name, ())) for name, block in blocks()]


@pytest.mark.parametrize("block", cases())
def test_a_story_holds_what_tells_of_one_event_and_nothing_else(block: str):
    told = read(block)
    found = group(item for _, item in told)
    stories = {item.id: next(first.id for letter, first in told if letter == story) for story, item in told}
    assert found == stories
