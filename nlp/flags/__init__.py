"""What an article's own text raises: one file a flag, and a line here."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.article import Article
from domain.flags import RaisedFlag
from domain.times import now as clock
from nlp.flags import advertorials, embargoes, passed_times, private_people, teasers, uncredited_images, unnamed_sources

FOUND: tuple[Callable[[Article], RaisedFlag | None], ...] = (
    teasers.found,
    unnamed_sources.found,
    advertorials.found,
    uncredited_images.found,
)
FOUND_AT: tuple[Callable[[Article, datetime], RaisedFlag | None], ...] = (passed_times.found, embargoes.found)


@dataclass(frozen=True, slots=True)
class TextFlagReader:
    """`TextFlags` of domain/flags.py, in rules over visible words."""

    now: Callable[[], datetime] = clock

    def read(self, article: Article) -> Sequence[RaisedFlag]:
        return [*self._raised(article)]

    def _raised(self, article: Article) -> Iterator[RaisedFlag]:
        moment = self.now()
        alone = (found(article) for found in FOUND)
        timed = (found(article, moment) for found in FOUND_AT)
        yield from filter(None, (*alone, *timed))
        yield from private_people.found(article)
