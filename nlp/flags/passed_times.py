"""A time that the article tells as lying ahead and that is over: a registration, tonight's programme, a forecast."""

from datetime import datetime

from domain.article import Article
from domain.flags import FlagReason, Part, RaisedFlag
from domain.message import say
from domain.story import Flag
from domain.times import VIETNAM
from nlp.flags.quoting import quoted
from vietnamese.times_ahead import times_ahead

_MOST_QUOTES = 3
_MOST_CHARS = 20_000  # of a text: what is longer is a list of dates


def found(article: Article, now: datetime) -> RaisedFlag | None:
    """Raised by the first that is over at `now`; days are Vietnam's and counted from publication."""
    said_at = article.dated.astimezone(VIETNAM)
    over = [
        (part, one)
        for part, text in ((Part.TITLE, article.title), (Part.TEXT, article.text[:_MOST_CHARS]))
        for one in times_ahead(text, said_at)
        if one.until <= now
    ]
    if not over:
        return None
    _, first = over[0]
    return RaisedFlag(
        flag=Flag.TIME_PASSED,
        why=say(FlagReason.TIME_PASSED, words=first.words, until=first.until),
        quotes=tuple(quoted(article, one.start, one.end, part) for part, one in over[:_MOST_QUOTES]),
    )
