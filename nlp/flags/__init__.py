"""What an article's own text raises: one file a flag, and a line here."""

from collections.abc import Callable, Sequence

from domain.article import Article
from domain.flags import RaisedFlag
from nlp.flags import advertorials, teasers, unnamed_sources

FOUND: tuple[Callable[[Article], RaisedFlag | None], ...] = (
    teasers.found,
    unnamed_sources.found,
    advertorials.found,
)


class TextFlagReader:
    """`TextFlags` of domain/flags.py, in rules over visible words."""

    def read(self, article: Article) -> Sequence[RaisedFlag]:
        return [raised for found in FOUND if (raised := found(article))]
