"""What Zalo's answers mean. Errors come with HTTP 200, as a number in the body; 0 is none."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from domain.outlets import Attempt, OutletOutcome, Result, Sent, Unseen
from outlets.asking import (
    CLOCK_SKEW,
    LOOKED_FOR,
    NEEDS_A_PERSON,
    NOT_THERE,
    invisible,
    rate_limited,
    refused,
    same_text,
)
from outlets.line import Answer, Unclear

ASK_AGAIN = timedelta(seconds=30)  # for an article with pictures; seen to take up to 24 s
RATE_LIMIT = timedelta(minutes=1)
_TOKEN = frozenset((-216, -124, -220))
_TOO_MANY = frozenset((-32,))
_THEIR_FAULT = frozenset((-1, -100))  # "unknown error"
_NEVER_MADE = frozenset((-200, -201))  # of a ticket: the picture could not be taken over, a field is wrong
_NO_SUCH_ARTICLE = ("not exist", "not found")


def judged(answer: Answer, read: Callable[[Answer], Result], now: datetime) -> Result:
    """Raise Unclear when it is their fault."""
    code, words = answer.get("error"), answer.text("message")
    if answer.status == 429 or code in _TOO_MANY:
        return rate_limited(now + RATE_LIMIT)
    if code in _TOKEN or answer.status == 401:
        return Result(outcome=OutletOutcome.TOKEN_EXPIRED)
    if answer.status >= 500 or code is None or code in _THEIR_FAULT:
        raise Unclear
    if code == 0:
        return read(answer)
    if any(gone in words.lower() for gone in _NO_SUCH_ARTICLE):
        return NOT_THERE
    return refused(f"{words} ({code})")


def as_ticket(answer: Answer) -> Result:
    ticket = answer.text("data", "token")
    if not ticket:
        raise Unclear
    return Result(outcome=OutletOutcome.PENDING, ticket=ticket)


def as_made(answer: Answer, attempt: Attempt, now: datetime) -> Result:
    """What became of a ticket. Whatever does not say that nothing was made leaves it open."""
    code, words, number = answer.get("error"), answer.text("message"), answer.text("data", "id")
    if code == 0 and number:
        return Result(outcome=OutletOutcome.DONE, sent=Sent(id=number, address=answer.text("data", "link_view")))
    if code in _NEVER_MADE and "process" not in words.lower():
        return refused(f"{words} ({code})")
    return pending(attempt, now)


def pending(attempt: Attempt, now: datetime) -> Result:
    if now - attempt.at > LOOKED_FOR:
        return NEEDS_A_PERSON
    return Result(outcome=OutletOutcome.PENDING, params={"retry_at": now + ASK_AGAIN}, ticket=attempt.ticket)


def as_listed(answer: Answer, attempt: Attempt) -> Result:
    """Newest first. NOT_THERE: older ones were reached; UNKNOWN: not yet."""
    articles = answer.get("data", "medias")
    if not isinstance(articles, list):
        raise Unclear
    since = attempt.at - CLOCK_SKEW
    for article in articles:
        if _made_at(article) < since:
            return NOT_THERE
        if same_text(attempt.fitted.title, str(article.get("title", ""))):
            return _shown(article, Sent(id=str(article.get("id", "")), address=str(article.get("link_view", ""))))
    return Result(outcome=OutletOutcome.UNKNOWN) if articles else NOT_THERE


def as_detail(answer: Answer, sent: Sent) -> Result:
    """What the account's own token is told; strangers cannot ask."""
    article = answer.get("data")
    if not isinstance(article, dict) or not article:
        return NOT_THERE
    return _shown(article, Sent(id=sent.id, address=str(article.get("link_view", "")) or sent.address))


def as_account(answer: Answer) -> Result:
    return Result(outcome=OutletOutcome.DONE, seen=answer.text("data", "name"))


def as_tokens(got: list[Answer], answer: Answer) -> Result:
    """Refused when the other token has run out too: then a person connects the account again."""
    if not answer.text("access_token") or not answer.text("refresh_token"):
        return Result(outcome=OutletOutcome.TOKEN_EXPIRED)
    got.append(answer)
    return Result(outcome=OutletOutcome.DONE)


def _shown(article: dict[str, object], sent: Sent) -> Result:
    body = article.get("body")
    blocks = body if isinstance(body, list) else []
    text = "\n".join(str(block.get("content", "")) for block in blocks if isinstance(block, dict))
    if article.get("status") == "hide":
        return invisible(Unseen.HIDDEN, sent, text)
    return Result(outcome=OutletOutcome.DONE, sent=sent, seen=text)


def _made_at(article: dict[str, object]) -> datetime:
    """Told in milliseconds; an article without a time counts as new."""
    told = article.get("create_date")
    return (
        datetime.fromtimestamp(told / 1000, UTC) if isinstance(told, int | float) else datetime.max.replace(tzinfo=UTC)
    )
