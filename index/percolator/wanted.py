"""What each saved search wants, read by the search box's own parser and planner."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from domain.search import Query
from domain.times import VIETNAM, now
from index import matching
from index.filters import Filter, filters_of
from index.matching import Bool
from index.query.parser import Parsed, Resolver, as_typed, parse
from index.query.plan import Plan, unweighed
from index.query.publishers import Publishers
from index.tokens import pairs

Read = tuple[date, tuple[tuple[str, str], ...]]  # the day, and the publishers that are known: both change a query


@dataclass(frozen=True, slots=True)
class Reasons:
    """By what of an article a search may have found it. Words are plain strings: thousands of searches are kept."""

    rules: tuple[Filter, ...]  # what must be so of its source, section and place
    numbers: frozenset[str]  # words of digits, telephone numbers among them
    exact: tuple[str, ...]  # the typed words
    loose: tuple[str, ...]
    pairs: tuple[str, ...]  # each with the next one, in their loose form; "" for the last
    exact_pairs: tuple[str, ...]

    @classmethod
    def of(cls, parsed: Parsed, how: Plan) -> "Reasons":
        exact, loose = [one.exact for one in parsed.positive], [one.loose for one in parsed.positive]
        return cls(
            rules=tuple(rule for rule in filters_of(parsed) if not rule.refuse),
            numbers=frozenset(clue.loose for clue in how.clues if clue.loose.isdigit()),
            exact=tuple(exact),
            loose=tuple(loose),
            pairs=(*pairs(loose), ""),
            exact_pairs=(*pairs(exact), ""),
        )


@dataclass(frozen=True, slots=True)
class Wanted:
    tree: Bool  # the one that the search box would match by
    reasons: Reasons


@dataclass(kw_only=True)
class WantedByAll:
    """All saved searches as they read today: `từ:hôm-nay` means another day tomorrow."""

    resolve: Resolver = as_typed
    known: Publishers | None = None
    today: Callable[[], date | None] = lambda: None
    searches: Mapping[int, Query] = field(default_factory=dict)
    _read: Read | None = None
    _searches: Mapping[int, Query] = field(default_factory=dict)

    def changed(self) -> dict[int, Wanted | None]:
        """What is to be known beside what this told before, by number; None: gone, or it finds nothing at all."""
        read: Read = (
            self.today() or now().astimezone(VIETNAM).date(),
            tuple(self.known()) if self.known and self.searches else (),
        )
        if read == self._read and self.searches is self._searches:
            return {}
        gone = self._searches.keys() - self.searches.keys()
        changed = {number for number, query in self.searches.items() if self._searches.get(number) != query}
        if read != self._read:
            changed |= {number for number, query in self.searches.items() if _by_day_or_publisher(query)}
        day, publishers = read
        known = (lambda: publishers) if self.known else None
        told = dict.fromkeys(gone) | {n: self._wanted(self.searches[n], day, known) for n in sorted(changed)}
        self._read, self._searches = read, self.searches
        return told

    def _wanted(self, query: Query, day: date, known: Publishers | None) -> Wanted | None:
        parsed = parse(replace(query, whole=True), resolve=self.resolve, known=known, today=day)
        if parsed.only_signs:
            return None
        how = unweighed(parsed)
        tree = matching.query(matching.all_of(matching.narrowed(parsed), how))
        return Wanted(tree, Reasons.of(parsed, how))


def _by_day_or_publisher(query: Query) -> bool:
    """Only an operator can be read in another way another day, and none is without a colon."""
    return ":" in query.text
