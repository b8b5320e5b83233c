"""What a person typed, read leniently. Nothing typed is an error: what is not understood is searched for as words."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from domain.search import Query
from domain.times import VIETNAM, now
from index.query import days as dates
from index.tokens import Token, tokens

Resolver = Callable[[str], Sequence[str]]  # what was typed after `nơi:` -> place codes; none: not a place

MAX_QUERY_CHARS = 2000  # characters that are read
MAX_WORDS = 64
MAX_FILTERS = 16
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»〝〞＂", '"'))
_PIECE = re.compile(
    r"(?P<minus>(?<!\S)[-−–](?=[^\s-]))?"
    r"(?:(?P<name>[^\W\d][\w\u0300-\u036f-]{1,20}):(?:\s+(?![^\s:]+:))?(?=\S))?"
    r'(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+)|(?P<stray>"))'
)
_NEXT_WORDS = re.compile(r'[^\s":]+(?:\s+[^\s":–−-][^\s":]*(?!\S*:)){0,4}')  # of a place's name, five at most
_NAMES = {
    "nguon": "source",
    "muc": "section",
    "chuyen-muc": "section",
    "noi": "place",
    "tu": "since",
    "den": "until",
    "tieu-de": "title",
}


def as_typed(value: str) -> Sequence[str]:
    return (value,)


def plain(text: str) -> str:
    """`Sức khỏe` -> `suc-khoe`."""
    return "-".join(t.loose for t in tokens(text))


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    words: tuple[Token, ...] = ()  # offsets are into the typed text
    phrases: tuple[tuple[Token, ...], ...] = ()  # each must stand there as it is
    quoted: tuple[tuple[Token, ...], ...] = ()  # among the words: parts that earn more where they stand so
    titles: tuple[tuple[Token, ...], ...] = ()  # each must stand in the title
    excluded: tuple[tuple[Token, ...], ...] = ()
    filters: tuple[tuple[str, tuple[str, ...]], ...] = ()  # (field, any of these values)
    refused: tuple[tuple[str, tuple[str, ...]], ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    unfinished: bool = False  # the last word may still be being typed
    text: str = field(default="", compare=False)

    @property
    def positive(self) -> tuple[Token, ...]:
        groups = (self.words, *self.phrases, *self.titles)
        return tuple(sorted((t for group in groups for t in group), key=lambda t: t.start))


def parse(query: Query, *, resolve: Resolver = as_typed, today: date | None = None) -> Parsed:
    """Read the typed text and add the screen's own filters."""
    reader = _Reader(query.text, resolve, today or now().astimezone(VIETNAM).date())
    parsed = reader.read()
    exact = (("source", query.source), ("section", query.section), ("place", query.place))
    return replace(
        parsed,
        filters=parsed.filters + tuple((name, (f"={value}",)) for name, value in exact if value),
        since=max(filter(None, (parsed.since, query.since)), default=None),
        until=min(filter(None, (parsed.until, query.until)), default=None),
    )


class _Reader:
    def __init__(self, text: str, resolve: Resolver, today: date) -> None:
        self.text = text[:MAX_QUERY_CHARS].translate(_QUOTES)
        self.resolve, self.today = resolve, today
        self.left = MAX_WORDS
        self.read_to = 0  # words before it belong to a name that was read whole
        self.words: list[Token] = []
        self.phrases: list[tuple[Token, ...]] = []
        self.titles: list[tuple[Token, ...]] = []
        self.excluded: list[tuple[Token, ...]] = []
        self.filters: list[tuple[str, tuple[str, ...]]] = []
        self.refused: list[tuple[str, tuple[str, ...]]] = []
        self.since: datetime | None = None
        self.until: datetime | None = None

    def read(self) -> Parsed:
        for piece in _PIECE.finditer(self.text):
            if piece["stray"] is None and piece.start() >= self.read_to:
                self._piece(piece)
        last = self.words[-1].end if self.words else -1
        return Parsed(
            words=tuple(self.words),
            phrases=tuple(self.phrases),
            titles=tuple(self.titles),
            excluded=tuple(self.excluded),
            filters=tuple(self.filters[:MAX_FILTERS]),
            refused=tuple(self.refused[:MAX_FILTERS]),
            since=self.since,
            until=self.until,
            unfinished=last == len(self.text),
            text=self.text,
        )

    def _piece(self, piece: re.Match[str]) -> None:
        quoted = piece["phrase"] is not None
        value = piece["phrase"] if quoted else piece["word"]
        at = piece.start("phrase" if quoted else "word")
        minus = piece["minus"] is not None
        name = _NAMES.get(plain(piece["name"])) if piece["name"] else None
        if name == "place" and not quoted:
            value = self._whole_place(value, at)
        if name and self._operator(name, value, at, minus=minus):
            return
        if piece["name"] and not name:  # `10:30`, `https://…`, `Lưu ý: …` are words
            self._words(piece.start("name"), piece.end("name"), as_phrase=False, minus=minus)
        self._words(at, at + len(value), as_phrase=quoted, minus=minus)

    def _words(self, start: int, end: int, *, as_phrase: bool, minus: bool) -> None:
        found = tuple(self._take(start, end))
        if not found:
            return
        if minus:
            self.excluded.append(found)
        elif as_phrase and len(found) > 1:
            self.phrases.append(found)
        else:
            self.words.extend(found)

    def _take(self, start: int, end: int) -> list[Token]:
        found = [Token(t.exact, t.loose, t.start + start, t.end + start) for t in tokens(self.text[start:end])]
        found = found[: self.left]
        self.left -= len(found)
        return found

    def _operator(self, name: str, value: str, at: int, *, minus: bool) -> bool:
        """Take the operator; False when its value makes no sense, so that it is read as words."""
        if name in ("since", "until"):
            return self._date(name, value)
        if name == "title":
            found = tuple(self._take(at, at + len(value)))
            if found and not minus:
                self.titles.append(found)
            return bool(found) and not minus
        values = self._values(name, value)
        if values:
            (self.refused if minus else self.filters).append((name, values))
        return bool(values)

    def _values(self, name: str, value: str) -> tuple[str, ...]:
        if name == "place":
            return tuple(f"={code}" for code in self.resolve(value.strip())[:MAX_FILTERS])
        slug = plain(value)
        return (slug,) if slug else ()

    def _whole_place(self, value: str, at: int) -> str:
        """A name of several words needs no quotes: `nơi:Lào Cai tiêm chủng` is about Lào Cai."""
        if self.resolve is as_typed:
            return value
        following = _NEXT_WORDS.match(self.text, at)
        words = following[0].split() if following else []
        for count in range(len(words), 1, -1):
            longer = " ".join(words[:count])
            if self.resolve(longer):
                ends = list(re.finditer(r"\S+", self.text[at:]))[count - 1]
                self.read_to = at + ends.end()
                return longer
        return value

    def _date(self, name: str, value: str) -> bool:
        days = dates.span(value.strip().rstrip(",;"), self.today, plain)
        if days is None:
            return False
        if name == "since":
            self.since = max(filter(None, (self.since, dates.opening(days[0]))))
        else:
            self.until = min(filter(None, (self.until, dates.closing(days[1]))))
        return True
