"""Finds words of a line or caption that were true when written and are not any more: «tối nay», «hạn 25/11»."""

from datetime import datetime

from domain.article import Article
from domain.message import Code, Message, say
from domain.times import VIETNAM
from vietnamese.relative_times import RelativeTime, relative_times
from vietnamese.times_ahead import TimeAhead, deadlines


class RelativeWords(Code):
    PASSED = "relative-words.passed", "words", "until"


def passed_words(text: str, article: Article, written_at: datetime, now: datetime) -> tuple[Message, ...]:
    """One message for each expired word. Words of the publisher count from publication, other words from writing."""
    own = f"{article.title}\n{article.lead}\n{article.text}".casefold()
    found: dict[str, datetime] = {}
    for said_at in dict.fromkeys((article.dated, written_at)):
        local = said_at.astimezone(VIETNAM)
        told: tuple[RelativeTime | TimeAhead, ...] = (*relative_times(text, local), *deadlines(text, local))
        for one in told:
            theirs = one.words.casefold() in own
            if one.until <= now and said_at == (article.dated if theirs else written_at):
                found.setdefault(one.words, one.until)
    return tuple(say(RelativeWords.PASSED, words=words, until=until) for words, until in found.items())
