"""How many of a story's articles speak for themselves: copies, one agency's texts and one press release count once."""

from collections.abc import Sequence
from hashlib import blake2b
from typing import Protocol, TypeVar

LONG_PARAGRAPH_SYLLABLES = 40  # syllables: two newsrooms do not write such a paragraph alike by chance


class Told(Protocol):
    """What of an article tells whether it speaks for itself."""

    @property
    def source_id(self) -> str: ...
    @property
    def copy_of(self) -> str: ...
    @property
    def origin(self) -> str: ...
    @property
    def paragraphs(self) -> tuple[int, ...]: ...


One = TypeVar("One", bound=Told)


def independent(members: Sequence[Told]) -> int:
    """Own texts, less those that name one origin or share a long paragraph, directly or through another; at least 1."""
    return len(origins(members)) or 1


def origins(members: Sequence[One]) -> list[One]:
    """Those that speak for themselves, in the members' order: the first of each group. Of copies alone, the first."""
    groups: list[tuple[One, set[object]]] = []
    for member in members:
        if member.copy_of:
            continue
        marks: set[object] = {member.origin or member.source_id, *member.paragraphs}
        joined: tuple[One, set[object]] | None = None
        kept = []
        for group in groups:
            if group[1].isdisjoint(marks):
                kept.append(group)
            elif joined is None:
                joined = (group[0], group[1] | marks)
                kept.append(joined)
            else:  # it holds two groups together, and what was the second's is the first's
                joined[1].update(group[1])
        groups = kept if joined else [*kept, (member, marks)]
    return [first for first, _ in groups] or list(members[:1])


def paragraph_marks(text: str) -> tuple[int, ...]:
    """One number for each long paragraph, whatever its case and spacing; kept with the article."""
    cut = (line.lower().split() for line in text.split("\n"))
    return tuple(
        dict.fromkeys(_mark(" ".join(syllables)) for syllables in cut if len(syllables) >= LONG_PARAGRAPH_SYLLABLES)
    )


def _mark(paragraph: str) -> int:
    """52 bits: a number that JSON keeps exactly wherever it is read."""
    return int.from_bytes(blake2b(paragraph.encode("utf-8", "surrogatepass"), digest_size=8).digest()) >> 12
