"""The words that raised a flag, as they stand in an article."""

from domain.article import Article
from domain.flags import FlagQuote, Part
from domain.understanding import Span


def quoted(article: Article, start: int, end: int, part: Part = Part.TEXT) -> FlagQuote:
    text = article.title if part is Part.TITLE else article.text
    return FlagQuote(article_id=article.id, part=part, span=Span(start, end, text[start:end]))
