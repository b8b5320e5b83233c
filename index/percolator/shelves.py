"""Ten thousand searches, of which an article meets only those whose rarest need stands in it."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field

from index.percolator.article import CutArticle
from index.percolator.tree import Leaf, Needs, Test, beside_needs, test_of
from index.percolator.wanted import Reasons, Wanted

RARER_FIRST = ("exact_pairs", "loose_pairs", "title_exact", "title_loose", "loose")  # fields of words
Number = Callable[[Leaf], int]


class Leaves:
    """Each term that any search asks for, as a number: looked up once an article, whatever many ask for it."""

    def __init__(self) -> None:
        self._by_field: dict[str, dict[str, int]] = {}
        self._known = 0

    def number(self, leaf: Leaf) -> int:
        numbers = self._by_field.setdefault(leaf[0], {})
        if leaf[1] not in numbers:
            self._known += 1
            numbers[leaf[1]] = self._known
        return numbers[leaf[1]]

    def held(self, article: CutArticle) -> set[int]:
        found: set[int] = set()
        for name, numbers in self._by_field.items():
            found.update([numbers[term] for term in numbers.keys() & article.terms(name)])
        return found


@dataclass(frozen=True, slots=True)
class Kept:
    """One search, its terms by their numbers."""

    number: int
    reasons: Reasons
    all_of: frozenset[int]
    none_of: frozenset[int]
    one_of: tuple[frozenset[int], ...]  # of each of them one
    rest: Test | None  # what is to be asked beside
    choices: tuple[frozenset[int], ...]  # under which it may stand: any one of these is enough
    is_plain: bool  # `all_of` is all there is to ask

    @classmethod
    def of(cls, number: int, wanted: Wanted, numbered: Number) -> "Kept":
        needs, rest = Needs.of(wanted.tree), beside_needs(wanted.tree)
        one_of = tuple(frozenset(map(numbered, leaves)) for leaves in needs.one_of)
        by_rarity = sorted(needs.all_of, key=_by_rarity)
        return cls(
            number=number,
            reasons=wanted.reasons,
            all_of=frozenset(map(numbered, needs.all_of)),
            none_of=frozenset(map(numbered, needs.none_of)),
            one_of=one_of,
            rest=test_of(rest) if rest else None,
            choices=(*(frozenset([numbered(leaf)]) for leaf in by_rarity), *one_of),
            is_plain=not needs.none_of and not one_of and rest is None,
        )

    def finds(self, held: set[int], article: CutArticle) -> bool:
        """Beside `all_of`, which holds."""
        if not held.isdisjoint(self.none_of):
            return False
        for leaves in self.one_of:
            if held.isdisjoint(leaves):
                return False
        return self.rest is None or self.rest(article)


def _by_rarity(leaf: Leaf) -> tuple[int, Leaf]:
    return (RARER_FIRST.index(leaf[0]) if leaf[0] in RARER_FIRST else len(RARER_FIRST)), leaf


@dataclass
class Shelves:
    by_leaf: dict[int, list[Kept]] = field(default_factory=dict)
    always: list[Kept] = field(default_factory=list)  # nothing that must stand: `-bão`, `từ:hôm-nay`

    @classmethod
    def of(cls, known: Collection[Kept]) -> "Shelves":
        asked = Counter(leaf for kept in known for leaves in kept.choices for leaf in leaves)
        shelves = cls()
        for kept in known:
            if not kept.choices:
                shelves.always.append(kept)
                continue
            # What few searches ask for, few articles hold: that needs no figures of the articles.
            for leaf in min(kept.choices, key=lambda leaves: sum(asked[leaf] for leaf in leaves)):
                shelves.by_leaf.setdefault(leaf, []).append(kept)
        return shelves

    def met(self, held: Iterable[int]) -> Iterator[list[Kept]]:
        """Some may come twice: one with several places stands under each."""
        yield self.always
        for leaf in held:
            if leaf in self.by_leaf:
                yield self.by_leaf[leaf]
