"""The index in plain Python, with the same answers and without files: for tests, and to read the rules."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from domain.search import DayCounts, Document, Hit, Order, Query, Results
from domain.times import VIETNAM
from index.filters import Filter, days, filters_of
from index.highlight import marks, snippet
from index.query.answering import answered
from index.query.numbers import telephones
from index.query.parser import Parsed, Resolver, as_typed, parse
from index.query.plan import MAX_FALLBACK, Clue, Plan, unweighed
from index.query.publishers import Publishers
from index.query.suggestions import planned
from index.scoring import score
from index.tokens import Token, Words, pairs


@dataclass(frozen=True, slots=True)
class _Entry:
    document: Document
    title: Words
    text: Words
    counts: dict[str, Counter[str]]  # field -> how often each term stands there


@dataclass
class MemoryIndex:
    resolve: Resolver = as_typed
    known: Publishers | None = None
    today: Callable[[], date | None] = lambda: None
    _entries: dict[str, _Entry] = field(default_factory=dict)
    _lengths: Counter[str] = field(default_factory=Counter)  # field -> terms in all articles
    _seen: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    _spellings: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def add(self, documents: Iterable[Document]) -> None:
        for document in documents:
            self.remove([document.id])
            entry = _entry(document)
            self._entries[document.id] = entry
            self._count(entry, 1)

    def remove(self, ids: Iterable[str]) -> None:
        for id_ in ids:
            if gone := self._entries.pop(id_, None):
                self._count(gone, -1)

    def find(self, query: Query) -> Results:
        def read(text: str) -> Parsed:
            return parse(replace(query, text=text), resolve=self.resolve, known=self.known, today=self.today())

        return answered(read(query.text), lambda parsed: self._found(query, parsed, read))

    def _found(self, query: Query, parsed: Parsed, read: Callable[[str], Parsed]) -> Results:
        how, meant = planned(parsed, self, read)
        matched = self._matched(how)
        if how.wide and query.order is Order.BEST and len(matched) >= how.enough:
            kept = [e for e in self._entries.values() if _allowed(how.parsed, e)]
            ranked = self._ranked(how, kept)[: len(matched)]
        elif query.order is Order.NEWEST or not how.clues:
            ranked = [(0.0, e) for e in sorted(matched, key=_newest)]
        else:
            ranked = self._ranked(how, matched)
        page = ranked[max(query.offset, 0) : max(query.offset, 0) + max(query.limit, 0)]
        return Results(
            hits=tuple(_hit(how, e.document, s) for s, e in page),
            total=len(matched),
            facets=_facets(e.document for e in matched),
            did_you_mean=meant,
        )

    def by_day(self, query: Query, ids: int) -> DayCounts:
        asked = replace(query, whole=True)
        parsed = parse(asked, resolve=self.resolve, known=self.known, today=self.today())
        matched = [] if parsed.only_signs else self._matched(unweighed(parsed))
        dated = {e.document.id: e.document.published_at for e in matched}
        found = {id_: at.astimezone(VIETNAM).date() for id_, at in dated.items() if at}
        return DayCounts(days=Counter(found.values()), ids=found if len(found) <= ids else None)

    def count(self) -> int:
        return len(self._entries)

    # -- Vocabulary
    def size(self) -> int:
        return len(self._entries)

    def usual_words(self) -> float:
        return self._lengths["loose"] / max(len(self._entries), 1)

    def frequency(self, kind: str, term: str) -> int:
        return self._seen[kind][term]

    def spellings(self, loose: str) -> Sequence[tuple[str, int]]:
        known = [(w, n) for w, n in self._spellings[loose].items() if n > 0]
        return sorted(known, key=lambda pair: (-pair[1], pair[0]))

    def completions(self, prefix: str) -> Sequence[str]:
        known = ((w, n) for w, n in self._seen["loose"].items() if n > 0 and w.startswith(prefix))
        return [w for w, _ in sorted(known, key=lambda pair: (-pair[1], pair[0]))[:8]]

    def _count(self, entry: _Entry, by: int) -> None:
        for name, terms in entry.counts.items():
            self._lengths[name] += by * terms.total()
            for term in terms:
                self._seen[name][term] += by
        for form in entry.title.spellings | entry.text.spellings:
            loose, _, published = form.partition("|")
            self._spellings[loose][published] += by

    def _matched(self, how: Plan) -> list[_Entry]:
        kept = [e for e in self._entries.values() if _allowed(how.parsed, e)]
        needed = [c for c in how.clues if c.needed]
        found = [e for e in kept if all(_held(c, e) for c in needed)]
        if len(found) >= how.enough:
            return found
        some = [e for e in kept if any(_held(c, e) for c in needed)]
        return [e for _, e in self._ranked(how, some)[:MAX_FALLBACK]]

    def _ranked(self, how: Plan, entries: Iterable[_Entry]) -> list[tuple[float, _Entry]]:
        usual = {name: number / max(len(self._entries), 1) for name, number in self._lengths.items()}
        scored = [(round(score(how, e.counts, usual), 4), e) for e in entries]
        return sorted(scored, key=lambda pair: (-pair[0], _newest(pair[1])))


def _entry(document: Document) -> _Entry:
    title, text = Words.of(document.title), Words.of(document.text)
    numbers = [*{t.loose for t in (*telephones(document.title), *telephones(document.text))}]
    counts = {
        "exact": Counter(title.exact + text.exact + numbers),
        "loose": Counter(title.loose + text.loose + numbers),
        "exact_pairs": Counter(pairs(title.exact) + pairs(text.exact)),
        "loose_pairs": Counter(pairs(title.loose) + pairs(text.loose)),
        "title_exact": Counter(title.exact),
        "title_loose": Counter(title.loose),
        "names": Counter(title.names + text.names),
    }
    return _Entry(document, title, text, counts)


def _held(clue: Clue, entry: _Entry) -> bool:
    whole = all(term in entry.counts[name] for name, term in clue.terms)
    return whole or any(w in entry.counts["loose"] for w in clue.completions)


def _allowed(parsed: Parsed, entry: _Entry) -> bool:
    document, title, text = entry.document, entry.title, entry.text
    return (
        all(_says(title, p) or _says(text, p) for p in parsed.phrases)
        and all(_says(title, p) for p in parsed.titles)
        and not any(_says(title, p) or _says(text, p) for p in parsed.excluded)
        and all(_passes(f, document) for f in filters_of(parsed))
        and _within(parsed, document.published_at)
    )


def _says(words: Words, phrase: Sequence[Token]) -> bool:
    exact = any(t.accented for t in phrase)
    wanted = [t.exact if exact else t.loose for t in phrase]
    where = words.exact if exact else words.loose
    return any(where[at : at + len(wanted)] == wanted for at, w in enumerate(where) if w == wanted[0])


def _passes(rule: Filter, document: Document) -> bool:
    values: Iterator[str] = iter(
        {
            "source": (document.source,),
            "section": (document.section, document.second_section),
            "place": document.places,
        }[rule.name]
    )
    return any(rule.accepts(v) for v in values if v) is not rule.refuse


def _within(parsed: Parsed, moment: datetime | None) -> bool:
    if parsed.since is None and parsed.until is None:
        return True
    if moment is None:
        return False
    return (parsed.since is None or parsed.since <= moment) and (parsed.until is None or moment <= parsed.until)


def _newest(entry: _Entry) -> tuple[float, str]:
    moment = entry.document.published_at
    return (-int(moment.timestamp()) if moment else 0.0, entry.document.id)


def _hit(how: Plan, document: Document, value: float) -> Hit:
    piece, inside = snippet(how, document.text)
    return Hit(
        id=document.id,
        score=value,
        title_marks=marks(how, document.title),
        snippet=piece,
        snippet_marks=inside,
    )


def _facets(documents: Iterable[Document]) -> dict[str, dict[str, int]]:
    counts: dict[str, Counter[str]] = {name: Counter() for name in ("section", "place", "source", "day")}
    for d in documents:
        counts["section"].update(filter(None, [d.section, d.second_section]))
        counts["source"].update(filter(None, [d.source]))
        counts["place"].update(set(d.places))
        counts["day"].update(days(d.published_at, VIETNAM))
    return {name: dict(sorted(c.items(), key=lambda kv: (-kv[1], kv[0]))[:50]) for name, c in counts.items()}
