"""A portal of ours that speaks the small REST interface of docs/outlets.md, under one address of its own.

It takes the ledger's key as `Idempotency-Key` and answers a repeated one with the post that it made first, so a post
that nobody heard the end of is found under `?key=`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from urllib.parse import quote

from domain.outlets import Attempt, Fitted, Health, OutletOutcome, Result, Sent, Unseen, Verb
from outlets.asking import DONE, NOT_THERE, asked, invisible, not_found, rate_limited, refused, seconds_of
from outlets.line import Answer, Line, Request, Unclear

RATE_LIMIT_SECONDS = 60


@dataclass(frozen=True, kw_only=True, repr=False)
class Portal:
    """Implements domain.outlets.Outlet. `line` leads to the collection: POST makes a post, `/{id}` is one."""

    line: Line
    token: str
    clock: Callable[[], datetime]

    def publish(self, attempt: Attempt) -> Result:
        return self._ask("POST", "", _page(attempt.fitted), _as_sent, key=attempt.key)

    def edit(self, sent: Sent, fitted: Fitted) -> Result:
        return self._ask("PUT", _one(sent), _page(fitted), _as_sent)

    def withdraw(self, sent: Sent, verb: Verb) -> Result:
        if verb is Verb.DELETE:
            return self._ask("DELETE", _one(sent), None, lambda _: DONE)
        return self._ask(
            "PATCH", _one(sent), {"visible": False}, lambda _: Result(outcome=OutletOutcome.DONE, sent=sent)
        )

    def read_back(self, what: Sent | Attempt) -> Result:
        if isinstance(what, Attempt):
            read = partial(_found, attempt=what, now=self.clock())
            found = self._ask("GET", "", None, read, query={"key": what.key})
            return self.read_back(found.sent) if found.outcome is OutletOutcome.DONE and found.sent else found
        seen = self._ask("GET", _one(what), None, _as_sent, signed=False)
        if seen.outcome in (OutletOutcome.NOT_THERE, OutletOutcome.TOKEN_EXPIRED, OutletOutcome.REFUSED):
            own = self._ask("GET", _one(what), None, _as_sent)
            if own.outcome is not OutletOutcome.DONE:
                return own
            return invisible(Unseen.HELD, what, own.seen)
        return seen

    def check(self) -> Health:
        answer = self._ask("GET", "", None, lambda found: Result(outcome=OutletOutcome.DONE, seen=found.text("name")))
        return Health(outcome=answer.outcome, name=answer.seen, params=answer.params)

    def _ask(  # noqa: PLR0913 - a request has so many parts
        self,
        method: str,
        path: str,
        data: Mapping[str, Any] | None,
        read: Callable[[Answer], Result],
        *,
        query: Mapping[str, str] | None = None,
        key: str = "",
        signed: bool = True,
    ) -> Result:
        headers = {"Authorization": f"Bearer {self.token}"} if signed else {}
        if key:
            headers["Idempotency-Key"] = key
        request = Request(method=method, path=path, headers=headers, query=query or {}, data=data)
        now = self.clock()
        return asked(self.line, request, lambda answer: _judged(answer, read, now), now, changes=bool(key))


def _one(sent: Sent) -> str:
    return f"/{quote(sent.id, safe='')}"


def _page(fitted: Fitted) -> dict[str, Any]:
    html = "\n".join(fitted.parts)
    return {"title": fitted.title, "html": html, "link": fitted.link, "picture": fitted.picture, "visible": True}


def _judged(answer: Answer, read: Callable[[Answer], Result], now: datetime) -> Result:
    if answer.status in (200, 201, 204):
        return read(answer)
    if answer.status == 429:
        return rate_limited(now + timedelta(seconds=seconds_of(answer, RATE_LIMIT_SECONDS)))
    if answer.status >= 500:
        raise Unclear
    if answer.status == 401:
        return Result(outcome=OutletOutcome.TOKEN_EXPIRED)
    if answer.status in (404, 410):
        return NOT_THERE
    return refused(answer.text("detail") or answer.text("title") or f"HTTP {answer.status}")  # RFC 9457


def _as_sent(answer: Answer) -> Result:
    sent, text = Sent(id=answer.text("id"), address=answer.text("url")), answer.text("html")
    if answer.get("visible") is False:
        return invisible(Unseen.HIDDEN, sent, text)
    return Result(outcome=OutletOutcome.DONE, sent=sent, seen=text)


def _found(answer: Answer, attempt: Attempt, now: datetime) -> Result:
    posts = answer.get("posts")
    if not isinstance(posts, list):
        raise Unclear
    if not posts:
        return not_found(attempt.at, now)
    return Result(
        outcome=OutletOutcome.DONE, sent=Sent(id=str(posts[0].get("id", "")), address=str(posts[0].get("url", "")))
    )
