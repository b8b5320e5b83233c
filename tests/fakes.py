"""Small stand-ins at the ports."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from domain.errors import BadInput, NotExtractable, Unreachable
from domain.page import Extraction, FetchedPage
from domain.problems import Problem, Service, Unreadable
from domain.search import DayCounts, Document, Query, Results
from domain.understanding import NOTHING, PlaceMention, Section, Told, Understanding
from index.memory import MemoryIndex
from tests.making import an_extraction

PLACES = {"15": "Lào Cai", "02": "Hà Giang", "15.1": "xã Bát Xát"}


_REFUSALS = {"captcha": Unreadable.PAGE_CHALLENGE} | {
    one.removeprefix("unreadable.page-"): one for one in Unreadable if one.startswith("unreadable.page-")
}


@dataclass
class FakeExtractor:
    """The page's own bytes are its text: `title|text`, nothing at all, or `!` and why it is no article."""

    def extract(self, page: FetchedPage) -> Extraction:
        if page.content == b"bug":
            raise ZeroDivisionError("a mistake of ours")
        if not page.content:
            raise NotExtractable(Unreadable.PAGE_EMPTY)
        if page.content.startswith(b"!"):
            raise NotExtractable(_REFUSALS[page.content.decode()[1:]])
        title, _, text = page.content.decode().partition("|")
        return an_extraction(title, text.strip())


@dataclass
class FakeAnalyzer:
    language: str = "vi"
    broken: bool = False

    def understand(
        self, *, title: str, text: str, published_at: datetime | None = None, told: Told = NOTHING
    ) -> Understanding:
        if self.broken:
            raise ZeroDivisionError("a mistake of ours")
        at = text.find("Lào Cai")
        places = (PlaceMention(code="15", name="Lào Cai", province="15", start=at, end=at + 7),) if at >= 0 else ()
        first = text.partition("\n")[0]
        return Understanding(language=self.language, section=Section.HEALTH, places=places, summary=(first,))


class FakeGazetteer:
    def lineage(self, code: str) -> tuple[str, ...]:
        return (code, code.partition(".")[0]) if "." in code else (code,)

    def label(self, code: str) -> str:
        return PLACES.get(code, code)

    def area(self, codes: Iterable[str]) -> frozenset[str]:
        return frozenset(codes)

    def neighbours(self, province: str) -> frozenset[str]:
        return frozenset({"02"}) if province == "15" else frozenset()

    def provinces(self) -> tuple[str, ...]:
        return ("02", "15")

    def lookup(self, name: str) -> tuple[str, ...]:
        return tuple(code for code, known in PLACES.items() if known.lower() == name.lower())

    def served_by(self, publisher: str) -> str:
        return next((code for code, known in PLACES.items() if known in publisher), "")


@dataclass
class FlakyIndex:
    """A search service that can be away."""

    inner: MemoryIndex = field(default_factory=MemoryIndex)
    away: bool = False

    def _here(self) -> MemoryIndex:
        if self.away:
            raise Unreachable(Service.SEARCH_INDEX)
        return self.inner

    def add(self, documents: Iterable[Document]) -> None:
        self._here().add(documents)

    def remove(self, ids: Iterable[str]) -> None:
        self._here().remove(ids)

    def find(self, query: Query) -> Results:
        return self._here().find(query)

    def by_day(self, query: Query, ids: int) -> DayCounts:
        return self._here().by_day(query, ids)

    def count(self) -> int:
        return self._here().count()


class FakeReranker:
    """Words in common, as the tiny model of tests/tiny_model.py counts them."""

    def scores(self, question: str, passages: Sequence[str]) -> list[float]:
        asked = question.lower().split()
        return [float(sum(passage.lower().split().count(word) for word in asked)) for passage in passages]


@dataclass
class MemoryVault:
    """Seals nothing for good: the text stands in what is sealed, readable, beside a mark that only we set."""

    def seal(self, text: str) -> str:
        return f"{self.fingerprint(text)}{text.encode().hex()}"

    def open(self, sealed: str) -> str:
        try:
            text = bytes.fromhex(sealed[64:]).decode()
        except ValueError as error:
            raise BadInput(Problem.CHANNEL_LOCKED) from error
        if sealed[:64] != self.fingerprint(text):
            raise BadInput(Problem.CHANNEL_LOCKED)
        return text

    def fingerprint(self, text: str) -> str:
        return sha256(f"our own key {text}".encode()).hexdigest()
