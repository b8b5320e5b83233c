"""Whether two engines give the same answers, and how they differ where they do not."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from bench.engine_queries import Asked
from domain.ports import SearchIndex
from domain.search import Results

SAME = "the same"
NEAR_SCORES = 0.002  # of a score: engines add in different orders, and with numbers of different length


@dataclass
class Equality:
    by_kind: dict[str, Counter[str]] = field(default_factory=dict)  # kind of query -> how the answers compare
    examples: list[str] = field(default_factory=list)

    def add(self, asked: Asked, one: Results, other: Results) -> None:
        told = difference(one, other)
        self.by_kind.setdefault(asked.kind, Counter())[told] += 1
        if told != SAME:
            self.examples.append(f"{told}: {asked.query.text!r} {_shown(one)} | {_shown(other)}")

    @property
    def total(self) -> Counter[str]:
        return sum(self.by_kind.values(), Counter())


def compared(asked: Iterable[Asked], one: SearchIndex, other: SearchIndex) -> Equality:
    found = Equality()
    for each in asked:
        found.add(each, one.find(each.query), other.find(each.query))
    return found


def difference(one: Results, other: Results) -> str:
    if one.total != other.total:
        return "another count"
    if [hit.id for hit in one.hits] != [hit.id for hit in other.hits]:
        return "scores within 0.2 %, in another order" if _near(one, other) else "other hits"
    if one.facets != other.facets:
        return "other facets"
    if one.did_you_mean != other.did_you_mean or one.notices != other.notices:
        return "another «ý bạn là»"
    if [(h.title_marks, h.snippet, h.snippet_marks) for h in one.hits] != [
        (h.title_marks, h.snippet, h.snippet_marks) for h in other.hits
    ]:
        return "other marks"
    return SAME


def _near(one: Results, other: Results) -> bool:
    pairs = zip(one.hits, other.hits, strict=False)
    return len(one.hits) == len(other.hits) and all(
        abs(a.score - b.score) <= NEAR_SCORES * max(a.score, 1) for a, b in pairs
    )


def _shown(found: Results) -> str:
    return f"{found.total} {[(hit.id, hit.score) for hit in found.hits[:8]]} «{found.did_you_mean}»"
