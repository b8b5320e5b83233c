"""An article as the flags read it, and the way back to its words as they were published."""

from collections.abc import Iterable

from domain.article import Article
from domain.flags import FlagQuote, Part
from domain.understanding import Span
from nlp.cues import Reading
from nlp.places.scan import compose

_FILE = "flag_cues"
_MOST_QUOTES = 5


def reading_of(article: Article) -> Reading:
    """Title and text composed: offsets in them are for `quotes`."""
    return Reading(compose(article.title)[0], compose(article.text)[0])


def quotes(article: Article, part: Part, places: Iterable[tuple[int, int]]) -> tuple[FlagQuote, ...]:
    """The first few of these places of the composed title or text, none over another, as they were published."""
    published = article.title if part is Part.TITLE else article.text
    _, at = compose(published)
    kept: list[tuple[int, int]] = []
    for start, end in sorted(set(places)):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return tuple(_quote(article.id, part, published, at(start), at(end)) for start, end in kept[:_MOST_QUOTES])


def _quote(article_id: str, part: Part, published: str, start: int, end: int) -> FlagQuote:
    return FlagQuote(article_id=article_id, part=part, span=Span(start, end, published[start:end]))
