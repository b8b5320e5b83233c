"""What the desk needs from the outside: at most five methods each, with a memory twin beside every real adapter."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from domain.cap_messages import Relay
from domain.message import Code, Message
from domain.outbox import Channel, Format
from domain.page import Extraction, FetchedPage
from domain.search import DayCounts, Document, Match, Query, Results
from domain.understanding import NOTHING, Span, Told, Understanding
from domain.warning import Bulletin, OfficialWarning


class Extractor(Protocol):
    """Reads one article off a page."""

    def extract(self, page: FetchedPage) -> Extraction:
        """Raise NotExtractable when the page holds no article."""
        ...


class Analyzer(Protocol):
    """Understands Vietnamese text. It never fails on odd text, but returns less."""

    def understand(
        self, *, title: str, text: str, published_at: datetime | None = None, told: Told = NOTHING
    ) -> Understanding: ...


class Gazetteer(Protocol):
    """Administrative units by their official codes, dated (docs/places.md)."""

    def lineage(self, code: str) -> tuple[str, ...]:
        """The code and the codes above it, lowest first."""
        ...

    def label(self, code: str) -> str:
        """The unit's name as people say it: "Lào Cai", "xã Bát Xát"; the code itself when unknown."""
        ...

    def area(self, codes: Iterable[str]) -> frozenset[str]:
        """These units, what lies in them, and the former units that became part of them."""
        ...

    def neighbours(self, province: str) -> frozenset[str]:
        """Codes of the provinces that border it."""
        ...

    def provinces(self) -> tuple[str, ...]:
        """Codes of the provinces of today, by name as Vietnamese sorts them."""
        ...

    def lookup(self, name: str) -> tuple[str, ...]:
        """Codes of the units called so, present provinces first; accents may be missing."""
        ...

    def served_by(self, publisher: str) -> str:
        """The code of the present province that a publisher's name tells: "UBND xã Y Tý"; "" for none, or several."""
        ...


class Bulletins(Protocol):
    """Official warnings, read from a bulletin's text or a CAP message, and written as CAP 1.2."""

    def read(self, bulletin: Bulletin) -> OfficialWarning | None:
        """The warning; None when the text is ordinary news, or names no known hazard."""
        ...

    def read_cap(self, content: bytes) -> OfficialWarning:
        """Raise BadInput when it is no CAP message."""
        ...

    def write_cap(self, warning: OfficialWarning, relay: Relay | None = None) -> bytes:
        """CAP 1.2. `relay`: whose the warning is, where we hand it on."""
        ...


class SearchIndex(Protocol):
    """Adding a document again replaces it; what `add` returned from is durable and findable."""

    def add(self, documents: Iterable[Document]) -> None: ...

    def remove(self, ids: Iterable[str]) -> None: ...

    def find(self, query: Query) -> Results: ...

    def by_day(self, query: Query, ids: int) -> DayCounts:
        """Of what holds all of the query, as `whole` reads it, and the articles themselves where at most `ids` do."""
        ...

    def count(self) -> int: ...


class Percolator(Protocol):
    """Asks new articles against all saved searches: the hits of `SearchIndex.find` with `whole`."""

    def learn(self, searches: Mapping[int, Query]) -> None:
        """From now on these, by number, and no others. Raise Unreachable."""
        ...

    def match(self, documents: Sequence[Document], counted: Container[int] = ()) -> list[Match]:
        """In the order of the documents, then of the searches' numbers. Raise Unreachable.

        `counted`: searches whose hits are only counted; by what they found is not looked up.
        """
        ...


class Reranker(Protocol):
    """Reads a question together with each passage: slower than an index, and better at which passage answers."""

    def scores(self, question: str, passages: Sequence[str]) -> list[float]:
        """A score for each passage: higher is better, comparable within one call. Raise Unreachable."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupingInput:
    """What grouping knows of an article. `id` is the article's."""

    id: str
    title: str
    text: str
    published_at: datetime
    source_id: str = ""
    places: tuple[str, ...] = ()


class AssignmentReason(Code):
    """Why an article belongs to its story. A person's name is never the reason."""

    FIRST = "assignment.first"
    BY_HAND = "assignment.by-hand"
    APART = "assignment.apart"
    REGROUPED = "assignment.regrouped", "title"
    REGROUPED_APART = "assignment.regrouped-apart"
    COPY = "assignment.copy", "percent", "title"
    COPY_OF_OLD = "assignment.copy-of-old", "percent", "title", "day"
    IN_COMMON = "assignment.in-common", "common", "title"
    SIMILAR = "assignment.similar", "title"
    SAME_PLACE = "assignment.same-place"
    SAME_DAYS = "assignment.same-days", "days"
    SAME_FIGURES = "assignment.same-figures", "figures"
    SAME_WORDS = "assignment.same-words", "words"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryAssignment:
    """Which story an article belongs to, why, and whose text it repeats."""

    story_id: str  # the id of the story's first article
    reason: Message | None = None  # of AssignmentReason
    copy_of: str = ""  # id of the article it repeats; "" when it is a text of its own
    overlap: float = 0.0  # estimated share of the text that is repeated, 0..1
    origin: str = ""  # the agency or press release named as origin: "TTXVN"
    evidence: tuple[Span, ...] = field(default=())
    by_hand: bool = False  # an editor put it there


class Grouper(Protocol):
    """Groups articles into stories, one at a time, inside a sliding window. A false merge is the worse error."""

    def place(self, article: GroupingInput) -> StoryAssignment:
        """Decide for one article and remember it. Placing the same id again returns the same story."""
        ...

    def restore(self, articles: Iterable[tuple[GroupingInput, StoryAssignment]]) -> None:
        """Forget everything, then learn what the database says, e.g. after a restart or a roll-back."""
        ...

    def move(self, article_id: str, story_id: str, *, by_hand: bool = True) -> None:
        """It stands there now. What an editor merged, split or moved by hand is remembered and not undone."""
        ...

    def groups(self, articles: Sequence[GroupingInput]) -> Sequence[Sequence[str]]:
        """These articles, each in one group: what belongs together once all are known, whatever order they came in.

        Decides nothing and remembers nothing; it may take long, so it can be asked from another thread.
        """
        ...


class Copies(Protocol):
    """Recognises texts that repeat others, including others that are no longer in any process's memory."""

    def keys(self, article: GroupingInput) -> list[int]:
        """Signed 64-bit numbers; two texts that share much of their wording have some in common."""
        ...

    def overlaps(self, article: GroupingInput, others: Sequence[GroupingInput]) -> list[float]:
        """For each of `others`, the share of the article's text that also stands there; 0 when it is no copy."""
        ...


class Summariser(Protocol):
    """Extractive only: returns sentences of `texts` as published."""

    def summarise(self, texts: Sequence[str], *, sentences: int, titles: Sequence[str]) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A message in the words and the format that one kind of channel takes."""

    id: str  # sending the same notice twice is harmless
    title: str  # "" where the text says it
    text: str
    url: str = ""  # where a kind of channel takes it apart
    tag: str = ""  # a later notice with the same one takes its place
    urgent: bool = False
    lasts: float = 3600.0  # for so many seconds it is news


class Notifier(Protocol):
    """Tells one person or channel about one thing, within a total time of its own."""

    @property
    def format(self) -> Format: ...

    def send(self, notice: Notice) -> None:
        """Raise Unreachable when the service is away, BadInput or ForbiddenAddress when trying again is useless.

        NotFound: the service says that nobody will ever be reached there again.
        """
        ...


class Vault(Protocol):
    """Seals and signs with the desk's own key, which stands outside the database."""

    def seal(self, text: str) -> str: ...
    def open(self, sealed: str) -> str: ...  # BadInput when another key has sealed it
    def fingerprint(self, text: str) -> str: ...  # the same for the same text; nobody else can make it


class Channels(Protocol):
    """The desk's own addresses for notices. They are kept sealed, and opened to send."""

    def keep(self, address: str) -> Channel:
        """Raise BadInput when it is no address of a channel, or one that leads inside."""
        ...

    def open(self, channel: Channel) -> Notifier:
        """Raise BadInput when it was sealed with another key."""
        ...

    def signing_key(self, channel: Channel) -> str: ...  # what its receiver checks with; "": it is not signed

    def push_key(self) -> str: ...  # what a browser asks its push service with, in base64
