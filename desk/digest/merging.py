"""Two people put one digest in order: line by line, what both did."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from domain import merging
from domain.editorial import Digest
from domain.merging import Merged


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestText:
    """What people change of a digest."""

    opening: str
    lines: tuple[tuple[str, str], ...]  # article id, sentence

    @property
    def ids(self) -> list[str]:
        return [article_id for article_id, _ in self.lines]


@dataclass(frozen=True, slots=True, kw_only=True)
class MergedDigest:
    text: DigestText
    touching: bool  # both changed one place: `text` has both, and a person decides


def text_of(digest: Digest) -> DigestText:
    return DigestText(opening=digest.opening, lines=tuple((line.article_id, line.text) for line in digest.lines))


def merge(base: DigestText, theirs: DigestText, mine: DigestText) -> MergedDigest:
    """The digest with what both people did since `base`. A line one drops and the other edits stays, and is told."""
    opening = merging.merge(base.opening, theirs.opening, mine.opening)
    old, left, right = dict(base.lines), dict(theirs.lines), dict(mine.lines)
    lines = {key: _line(old.get(key), left.get(key), right.get(key)) for key in {**left, **right}}
    kept = {key: line for key, line in lines.items() if line is not None}
    order, crossed = _order(base.ids, theirs.ids, mine.ids, kept)
    text = DigestText(opening=opening.text, lines=tuple((key, kept[key].text) for key in order))
    touching = opening.touching or crossed or any(line.touching for line in kept.values())
    return MergedDigest(text=text, touching=touching)


def _line(base: str | None, theirs: str | None, mine: str | None) -> Merged | None:
    """None: the line is out."""
    if theirs == mine or mine == base:
        return None if theirs is None else Merged(theirs)
    if theirs == base:
        return None if mine is None else Merged(mine)
    if theirs is None or mine is None:
        return Merged(theirs or mine or "", touching=True)
    return merging.merge(base or "", theirs, mine)


def _order(
    base: Sequence[str], theirs: Sequence[str], mine: Sequence[str], kept: Collection[str]
) -> tuple[list[str], bool]:
    """The order of whoever moved lines, with the other's new lines behind those they stood behind."""
    common = {*base} & {*theirs} & {*mine}
    was, left, right = ([key for key in ids if key in common] for ids in (base, theirs, mine))
    ordered, other = (theirs, mine) if right in (was, left) else (mine, theirs)
    placed = [key for key in ordered if key in kept]
    before = ""
    for key in (key for key in other if key in kept):
        if key not in placed:
            placed.insert(placed.index(before) + 1 if before else 0, key)
        before = key
    return placed, left != right and was not in (left, right)
