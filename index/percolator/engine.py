"""Saved searches in the program itself: each stands under the rarest thing it cannot do without."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from domain.search import Document, Match, Query
from index.percolator.article import CutArticle
from index.percolator.tree import Needs, Test, beside_needs, test_of
from index.percolator.wanted import Wanted, WantedByAll
from index.percolator.why import why
from index.query.parser import Resolver, as_typed
from index.query.publishers import Publishers

Key = tuple[str, str]  # field and term
WORDS = ("exact_pairs", "loose_pairs", "title_exact", "title_loose", "loose")  # the rarer first
KEYS = (*WORDS, "place", "section", "source")  # fields by whose terms searches are sorted


@dataclass(frozen=True, slots=True)
class _Kept:
    number: int
    wanted: Wanted
    words: frozenset[str]  # loose, all of them needed
    others: tuple[tuple[str, frozenset[str]], ...]  # of other fields, all of them needed
    one_of: tuple[tuple[str, frozenset[str]], ...]  # of each one is needed
    rest: Test | None  # what is to be asked beside

    @classmethod
    def of(cls, number: int, wanted: Wanted) -> "_Kept":
        needs, rest = Needs.of(wanted.tree), beside_needs(wanted.tree)
        return cls(
            number,
            wanted,
            needs.all_of.get("loose", frozenset()),
            tuple((name, terms) for name, terms in needs.all_of.items() if name != "loose"),
            needs.one_of,
            test_of(rest) if rest else None,
        )

    @property
    def choices(self) -> list[tuple[Key, ...]]:
        """Under which keys it may stand: any one of these is enough."""
        all_of = dict(self.others) | {"loose": self.words}
        words = [((name, word),) for name in WORDS for word in sorted(all_of.get(name, ()))]
        return words + [tuple((name, term) for term in sorted(terms)) for name, terms in self.one_of if name in KEYS]

    def finds(self, article: CutArticle) -> bool:
        for name, terms in self.others:
            if not terms <= article.terms(name):
                return False
        for name, terms in self.one_of:
            if article.terms(name).isdisjoint(terms):
                return False
        return self.rest is None or self.rest(article)


@dataclass
class _Shelves:
    """Ten thousand searches, of which an article meets only those whose key stands in it."""

    by_key: dict[Key, list[_Kept]] = field(default_factory=dict)
    always: list[_Kept] = field(default_factory=list)  # nothing that must stand: `-bão`, `từ:hôm-nay`

    @classmethod
    def of(cls, wanted: Mapping[int, Wanted]) -> "_Shelves":
        known = [_Kept.of(number, one) for number, one in wanted.items()]
        asked = Counter(key for kept in known for keys in kept.choices for key in keys)
        shelves = cls()
        for kept in known:
            if not kept.choices:
                shelves.always.append(kept)
                continue
            # What few searches ask for, few articles hold: that needs no figures of the articles.
            for key in min(kept.choices, key=lambda keys: sum(asked[key] for key in keys)):
                shelves.by_key.setdefault(key, []).append(kept)
        return shelves

    def met(self, article: CutArticle) -> Iterator[_Kept]:
        """Some may come twice: one with several places stands under each."""
        yield from self.always
        for name in KEYS:
            for term in article.terms(name):
                yield from self.by_key.get((name, term), ())


class EmbeddedPercolator:
    """A Percolator without files or threads. It asks the tree that the search box matches by."""

    def __init__(
        self,
        *,
        resolve: Resolver = as_typed,
        known: Publishers | None = None,
        today: Callable[[], date | None] = lambda: None,
    ) -> None:
        self._all = WantedByAll(resolve=resolve, known=known, today=today)
        self._shelves = _Shelves()

    def learn(self, searches: Mapping[int, Query]) -> None:
        self._all.searches = searches

    def match(self, documents: Sequence[Document]) -> list[Match]:
        wanted = self._all.changed()
        if wanted is not None:
            self._shelves = _Shelves.of(wanted)
        return [match for document in documents for match in self._of(CutArticle(document))]

    def _of(self, article: CutArticle) -> list[Match]:
        loose = article.terms("loose")
        found = {
            kept.number: kept for kept in self._shelves.met(article) if kept.words <= loose and kept.finds(article)
        }
        return [why(number, found[number].wanted, article) for number in sorted(found)]
