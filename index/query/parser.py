"""What a person typed, read leniently. Nothing typed is an error: what is not understood is searched for as words."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from domain.message import Message, say
from domain.search import Query, QueryNotice
from domain.times import VIETNAM, now
from index.query import days as dates
from index.query.publishers import Publishers, publishers
from index.tokens import Token, tokens

Resolver = Callable[[str], Sequence[str]]  # what was typed after `nơi:` -> place codes; none: not a place

MAX_QUERY_CHARS = 2000  # characters that are read
MAX_WORDS = 64
MAX_FILTERS = 16
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»〝〞＂", '"'))
_PIECE = re.compile(
    r"(?P<minus>(?<!\S)-(?=[^\s\d-]))?"  # before a digit it is a sign: -2°C
    r"(?:(?P<name>[^\W\d][\w\u0300-\u036f-]{1,20}):(?P<gap>\s+(?![^\s:]+:))?(?=\S))?"
    r'(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+)|(?P<stray>"))'
)
_NEXT_WORDS = re.compile(r'[^\s":]+(?:\s+[^\s":–−-][^\s":]*(?!\S*:)){0,4}')  # words of a place's name
_NAMES = {
    "nguồn": "source",
    "mục": "section",
    "chuyên-mục": "section",
    "nơi": "place",
    "từ": "since",
    "đến": "until",
    "tiêu-đề": "title",
}
_SPELLINGS = {
    "-".join(getattr(t, form) for t in tokens(name)): kind
    for name, kind in _NAMES.items()
    for form in ("exact", "loose")
}
MAX_WORDS_BESIDE_QUOTES = 3  # beside more, it is a pasted headline and no phrase
PASTED_WORDS = 7  # a query of so many words or more counts as a pasted line


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
    notices: tuple[Message, ...] = ()
    only_signs: bool = False  # something was typed, but without a letter or digit
    unfinished: bool = False  # the last word may still be being typed
    whole: bool = False  # an article must hold all of it
    text: str = field(default="", compare=False)

    @property
    def positive(self) -> tuple[Token, ...]:
        groups = (self.words, *self.phrases, *self.titles)
        return tuple(sorted((t for group in groups for t in group), key=lambda t: t.start))

    def unquoted(self) -> "Parsed":
        """The same query with quoted parts as plain words, which score higher where they stand together."""
        words = tuple(t for group in (self.words, *self.phrases) for t in group)
        return replace(self, words=words, phrases=(), quoted=self.quoted + self.phrases)


def parse(
    query: Query, *, resolve: Resolver = as_typed, known: Publishers | None = None, today: date | None = None
) -> Parsed:
    """Read the typed text and add the screen's own filters. Without `known`, `nguồn:` takes beginnings of slugs."""
    reader = _Reader(query.text, resolve, known, today or now().astimezone(VIETNAM).date())
    parsed = reader.read()
    exact = (("source", query.source), ("section", query.section), ("place", query.place))
    return replace(
        parsed,
        filters=parsed.filters + tuple((name, (f"={value}",)) for name, value in exact if value),
        since=max(filter(None, (parsed.since, query.since)), default=None),
        until=min(filter(None, (parsed.until, query.until)), default=None),
        whole=query.whole,
    )


class _Reader:
    def __init__(self, text: str, resolve: Resolver, known: Publishers | None, today: date) -> None:
        self.text = text[:MAX_QUERY_CHARS].translate(_QUOTES)
        self.resolve, self.known, self.today = resolve, known, today
        self.pieces = list(_PIECE.finditer(self.text))
        plainly = [p for p in self.pieces if not p["name"] and p["stray"] is None]
        beside = len(tokens(" ".join(p["word"] for p in plainly if p["word"])))
        self.is_headline = beside > MAX_WORDS_BESIDE_QUOTES
        self.is_long = beside + len(tokens(" ".join(p["phrase"] or "" for p in plainly))) >= PASTED_WORDS
        self.left = MAX_WORDS
        self.read_to = 0  # words before it belong to a name that was read whole
        self.words: list[Token] = []
        self.notices: list[Message] = []
        self.phrases: list[tuple[Token, ...]] = []
        self.quoted: list[tuple[Token, ...]] = []
        self.titles: list[tuple[Token, ...]] = []
        self.excluded: list[tuple[Token, ...]] = []
        self.filters: list[tuple[str, tuple[str, ...]]] = []
        self.refused: list[tuple[str, tuple[str, ...]]] = []
        self.since: datetime | None = None
        self.until: datetime | None = None

    def read(self) -> Parsed:
        for piece in self.pieces:
            if piece["stray"] is None and piece.start() >= self.read_to:
                self._piece(piece)
        last = self.words[-1].end if self.words else -1
        return Parsed(
            words=tuple(self.words),
            phrases=tuple(self.phrases),
            quoted=tuple(self.quoted),
            titles=tuple(self.titles),
            excluded=tuple(self.excluded),
            filters=tuple(self.filters[:MAX_FILTERS]),
            refused=tuple(self.refused[:MAX_FILTERS]),
            since=self.since,
            until=self.until,
            notices=tuple(dict.fromkeys(self.notices)),
            only_signs=bool(self.text.strip()) and not tokens(self.text),
            unfinished=last == len(self.text),
            text=self.text,
        )

    def _piece(self, piece: re.Match[str]) -> None:
        quoted = piece["phrase"] is not None
        value = piece["phrase"] if quoted else piece["word"]
        at = piece.start("phrase" if quoted else "word")
        name = self._name(piece)
        minus = piece["minus"] is not None and (quoted or bool(name) or self._is_order(piece))
        if name in ("place", "source") and not quoted:
            value = self._whole_name(name, value, at)
        if name and self._operator(name, value, at, minus=minus):
            return
        if name and (not piece["gap"] or not self.text[: piece.start()].strip() or value[:1].isdigit()):
            self._say_unread(name, value)
        if piece["name"] and not name:  # `10:30`, `https://…`, `Lưu ý: …` are words
            self._words(piece.start("name"), piece.end("name"), as_phrase=False, minus=minus)
        self._words(at, at + len(value), as_phrase=quoted and not name, minus=minus)

    def _name(self, piece: re.Match[str]) -> str | None:
        """The operator; None for words before a colon: `Hà Nội: …` is no `nơi:`, nor is `Ha Noi: …`."""
        if not piece["name"]:
            return None
        words = tokens(piece["name"])
        name = _SPELLINGS.get("-".join(t.exact for t in words))
        before = tokens(self.text[: piece.start()])
        if name == "place" and not any(t.accented for t in words):
            said = bool(piece["gap"]) and any(c.isupper() for c in self.text[: piece.end("name")])
            if before and ((before[-1].loose == "ha" and not before[-1].accented) or said):
                return None
        return name

    def _is_order(self, piece: re.Match[str]) -> bool:
        """A minus in a pasted line is a dash. Typed by hand, words to leave out stand last, in a short query."""
        following = []
        for later in self.pieces[self.pieces.index(piece) + 1 :]:
            if later["minus"] or later["word"] is None or self._name(later):
                break
            following += tokens(later[0])
        pasted = self.is_long and (bool(following) or any(c.isupper() for c in self.text))
        if not pasted and len(following) < MAX_WORDS_BESIDE_QUOTES:
            return True
        if word := piece["word"].strip(".,;:!?)("):
            self.notices.append(say(QueryNotice.MINUS_IN_TEXT, word=word))
        return False

    def _say_unread(self, name: str, value: str) -> None:
        unread = {
            "since": QueryNotice.DATE_UNREADABLE,
            "until": QueryNotice.DATE_UNREADABLE,
            "place": QueryNotice.PLACE_UNKNOWN,
            "source": QueryNotice.SOURCE_UNKNOWN,
        }
        if name in unread and tokens(value):
            self.notices.append(say(unread[name], typed=value.strip()))

    def _words(self, start: int, end: int, *, as_phrase: bool, minus: bool) -> None:
        found = tuple(self._take(start, end))
        if not found:
            return
        if minus:
            self.excluded.append(found)
        elif as_phrase and len(found) > 1 and not self.is_headline:
            self.phrases.append(found)
        else:
            self.words.extend(found)
            if as_phrase and len(found) > 1:
                self.quoted.append(found)
                self.notices.append(say(QueryNotice.QUOTES_IN_LONG_QUERY))

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
            kept = self.refused if minus else self.filters
            if name == "source" and self.known:  # `nguồn:a nguồn:b` means either
                values = tuple(v for other, known in kept if other == name for v in known) + values
                kept[:] = [pair for pair in kept if pair[0] != name]
            kept.append((name, values))
        return bool(values)

    def _values(self, name: str, value: str) -> tuple[str, ...]:
        if name == "place":
            return tuple(f"={code}" for code in self.resolve(value.strip())[:MAX_FILTERS])
        if name == "source" and self.known:
            return tuple(f"={slug}" for slug in publishers(value, list(self.known())))
        slug = plain(value)
        return (slug,) if slug else ()

    def _whole_name(self, name: str, value: str, at: int) -> str:
        """A name of several words needs no quotes: `nơi:Lào Cai tiêm chủng` is about Lào Cai."""
        if (name == "place" and self.resolve is as_typed) or (name == "source" and not self.known):
            return value
        following = _NEXT_WORDS.match(self.text, at)
        words = following[0].split() if following else []
        for count in range(len(words), 1, -1):
            longer = " ".join(words[:count])
            if self._values(name, longer):
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
