"""How many of a story's articles speak for themselves: copies, one agency's texts and one press release count once."""

from collections.abc import Iterable, Sequence

from domain.article import Article

LONG = 40  # syllables: two newsrooms do not write such a paragraph alike by chance


def independent(members: Sequence[Article]) -> int:
    """Own texts, less those that name one origin or share a long paragraph, directly or through another; at least 1."""
    groups: list[set[object]] = []
    for member in members:
        if member.copy_of:
            continue
        marks: set[object] = {member.origin or member.source_id, *_paragraphs(member.text)}
        apart = [group for group in groups if group.isdisjoint(marks)]
        groups = [*apart, marks.union(*(group for group in groups if group not in apart))]
    return len(groups) or 1


def _paragraphs(text: str) -> Iterable[tuple[str, ...]]:
    """The long ones, whatever their case and spacing."""
    cut = (tuple(line.lower().split()) for line in text.split("\n"))
    return (syllables for syllables in cut if len(syllables) >= LONG)
