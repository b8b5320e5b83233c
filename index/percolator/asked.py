"""Ten thousand searches asked of one article at once: what each needs is a row of numbers."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, chain, count, islice

import numpy as np
from numpy.typing import NDArray

from index.matching import Regex, Term
from index.percolator.article import CutArticle
from index.percolator.needs import Leaf, Needs
from index.percolator.tree import Test
from index.percolator.wanted import Reasons, Wanted

_NOWHERE = 0  # the number of what stands in no article


@dataclass
class _Field:
    """What is asked of one field: terms, and patterns that its values are compared with once and for all."""

    terms: dict[str, int] = field(default_factory=dict)
    patterns: dict[str, int] = field(default_factory=dict)
    _met: dict[str, list[int]] = field(default_factory=dict)  # of a source or section: few

    def number(self, leaf: Leaf, new: int) -> int:
        if isinstance(leaf, Regex):
            self._met.clear()
            return self.patterns.setdefault(leaf.pattern, new)
        return self.terms.setdefault(leaf.term, new)

    def met(self, value: str) -> list[int]:
        if value not in self._met:
            self._met[value] = [number for pattern, number in self.patterns.items() if re.fullmatch(pattern, value)]
        return self._met[value]


class Leaves:
    """Each leaf that any search asks for, as a number: looked up once an article, however many ask for it."""

    def __init__(self) -> None:
        self._fields: dict[str, _Field] = {}
        self.numbers = 1

    def number(self, leaf: Leaf) -> int:
        if leaf == Term(leaf.field, ""):  # what is left of a word of odd signs
            return _NOWHERE
        number = self._fields.setdefault(leaf.field, _Field()).number(leaf, self.numbers)
        self.numbers = max(self.numbers, number + 1)
        return number

    def held(self, article: CutArticle) -> list[int]:
        """Some come twice."""
        found: list[int] = []
        for name, one in self._fields.items():
            found += filter(None, map(one.terms.get, article.values(name)))
            if one.patterns:
                found += chain.from_iterable(map(one.met, article.values(name)))
        return found


@dataclass(frozen=True, slots=True)
class Kept:
    """One search, its leaves by their numbers."""

    number: int
    reasons: Reasons
    all_of: Sequence[int]
    one_of: Sequence[Sequence[int]]
    none_of: Sequence[int]
    rest: Test | None

    @classmethod
    def of(cls, number: int, wanted: Wanted, numbered: Callable[[Leaf], int]) -> "Kept":
        needs = Needs.of(wanted.tree)
        return cls(
            number=number,
            reasons=wanted.reasons,
            all_of=tuple(map(numbered, needs.all_of)),
            one_of=tuple(tuple(map(numbered, leaves)) for leaves in needs.one_of),
            none_of=tuple(map(numbered, needs.none_of)),
            rest=needs.rest,
        )


class Asked:
    """An article is a row of flags: the leaves it holds, the choices of which it holds one, what it lacks of both."""

    def __init__(self, searches: Iterable[Kept] = (), leaves: int = 1) -> None:
        self._searches, self._leaves = list(searches), leaves
        choices = [(_NOWHERE, *choice) for kept in self._searches for choice in kept.one_of]
        chosen, lacking = count(leaves), leaves + len(choices)
        needs = [
            (
                lacking + _NOWHERE,  # holds always: no row is empty
                *kept.all_of,
                *islice(chosen, len(kept.one_of)),
                *(lacking + leaf for leaf in kept.none_of),
            )
            for kept in self._searches
        ]
        self._choices, self._needs = _Rows(choices), _Rows(needs)

    def holding(self, held: Sequence[int]) -> list[Kept]:
        """Those of which all is there that leaves say."""
        leaves = np.zeros(self._leaves, dtype=np.bool_)
        leaves[held] = True
        flags = np.concatenate([leaves, self._choices.reduced(np.logical_or, leaves)])
        whole = self._needs.reduced(np.logical_and, np.concatenate([flags, ~flags]))
        return [self._searches[at] for at in np.flatnonzero(whole).tolist()]


class _Rows:
    """Rows of flags, none of them empty, given by their places."""

    def __init__(self, rows: Sequence[Sequence[int]]) -> None:
        self._places = np.fromiter(chain.from_iterable(rows), dtype=np.intp)
        self._starts = np.fromiter(accumulate(map(len, rows[:-1]), initial=0), dtype=np.intp)[: len(rows)]

    def reduced(self, by: np.ufunc, flags: NDArray[np.bool_]) -> NDArray[np.bool_]:
        return by.reduceat(flags[self._places], self._starts)
