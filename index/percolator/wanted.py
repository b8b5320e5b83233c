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
from index.query.plan import unweighed
from index.query.publishers import Publishers

Read = tuple[date, tuple[tuple[str, str], ...]]  # the day, and the publishers that are known: both change a query


@dataclass(frozen=True, slots=True)
class Wanted:
    parsed: Parsed
    tree: Bool  # the one that the search box would match by
    rules: tuple[Filter, ...]  # what must be so of its source, section and place
    numbers: frozenset[str]  # words of digits, telephone numbers among them


@dataclass(kw_only=True)
class WantedByAll:
    """All saved searches as they read today: `từ:hôm-nay` means another day tomorrow."""

    resolve: Resolver = as_typed
    known: Publishers | None = None
    today: Callable[[], date | None] = lambda: None
    searches: Mapping[int, Query] = field(default_factory=dict)
    _read: Read | None = None
    _searches: Mapping[int, Query] | None = None

    def changed(self) -> dict[int, Wanted] | None:
        """Those that find anything at all, by number; None when nothing has changed since this was asked last."""
        read: Read = (
            self.today() or now().astimezone(VIETNAM).date(),
            tuple(self.known()) if self.known and self.searches else (),
        )
        if read == self._read and self.searches is self._searches:
            return None
        day, publishers = read
        known = (lambda: publishers) if self.known else None
        asked = {number: self._wanted(query, day, known) for number, query in self.searches.items()}
        self._read, self._searches = read, self.searches
        return {number: wanted for number, wanted in sorted(asked.items()) if wanted}

    def _wanted(self, query: Query, day: date, known: Publishers | None) -> Wanted | None:
        parsed = parse(replace(query, whole=True), resolve=self.resolve, known=known, today=day)
        if parsed.only_signs:
            return None
        how = unweighed(parsed)
        tree = matching.query(matching.all_of(matching.narrowed(parsed), how))
        numbers = frozenset(clue.loose for clue in how.clues if clue.loose.isdigit())
        return Wanted(parsed, tree, tuple(rule for rule in filters_of(parsed) if not rule.refuse), numbers)
