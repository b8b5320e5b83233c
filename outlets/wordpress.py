"""A WordPress site, through its REST API wp/v2 and an application password (WordPress 5.6 and later).

A post's slug is made from the ledger's key, so a lost one is found by it. Reading back asks without the password: it is
what strangers get.
"""

from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from urllib.parse import quote

from domain.outlets import Attempt, Fitted, Health, OutletOutcome, Result, Sent, Unseen, Verb
from outlets.asking import DONE, NOT_THERE, asked, invisible, not_found, rate_limited, refused, seconds_of
from outlets.line import Answer, Line, Request, Unclear

RATE_LIMIT_SECONDS = 60  # when a proxy in front does not say
SLUG = "diem-tin-"
_PASSWORD = frozenset(
    ("incorrect_password", "invalid_username", "invalid_email", "rest_not_logged_in", "application_passwords_disabled")
)
_GONE = frozenset(("rest_post_invalid_id", "rest_already_trashed"))
_UNSEEN = {
    "draft": Unseen.UNPUBLISHED,
    "future": Unseen.UNPUBLISHED,
    "trash": Unseen.UNPUBLISHED,
    "pending": Unseen.HELD,
    "private": Unseen.PRIVATE,
}


@dataclass(frozen=True, kw_only=True, repr=False)
class WordPressSite:
    """Implements domain.outlets.Outlet. `line` leads to the site's own address."""

    line: Line
    user: str
    password: str
    clock: Callable[[], datetime]

    def publish(self, attempt: Attempt) -> Result:
        slug = SLUG + attempt.key.lower()
        data = {**_page(attempt.fitted), "slug": slug, "status": "publish", "comment_status": "closed"}
        return self._ask("POST", "posts", data, _as_sent, changes=True)

    def edit(self, sent: Sent, fitted: Fitted) -> Result:
        return self._ask("POST", f"posts/{sent.id}", _page(fitted), _as_sent)

    def withdraw(self, sent: Sent, verb: Verb) -> Result:
        """A deleted post lies in the site's trash, as one that a person deletes there."""
        if verb is Verb.DELETE:
            return self._ask("DELETE", f"posts/{sent.id}", None, lambda _: DONE)
        return self._ask(
            "POST", f"posts/{sent.id}", {"status": "private"}, lambda _: Result(outcome=OutletOutcome.DONE, sent=sent)
        )

    def read_back(self, what: Sent | Attempt) -> Result:
        if isinstance(what, Attempt):
            query = {
                "slug": SLUG + what.key.lower(),
                "context": "edit",
                "status": "publish,future,draft,pending,private",
            }
            found = self._ask("GET", "posts", None, partial(_found, attempt=what, now=self.clock()), query=query)
            return self._as_stranger(found.sent, found) if found.outcome is OutletOutcome.DONE and found.sent else found
        own = self._ask("GET", f"posts/{what.id}", None, _as_sent, query={"context": "edit"})
        return self._as_stranger(what, own) if own.outcome is OutletOutcome.DONE else own

    def check(self) -> Health:
        me = self._ask("GET", "users/me", None, _as_user, query={"context": "edit"})
        return Health(outcome=me.outcome, name=me.seen, params=me.params)

    def _as_stranger(self, sent: Sent, own: Result) -> Result:
        """A post that its writer sees published, and strangers do not see, is held by something on the site."""
        seen = self._ask("GET", f"posts/{sent.id}", None, _as_sent, signed=False)
        if seen.outcome in (OutletOutcome.NOT_THERE, OutletOutcome.REFUSED, OutletOutcome.TOKEN_EXPIRED):
            return invisible(Unseen.HELD, sent, own.seen)
        return seen

    def _ask(  # noqa: PLR0913 - a request has so many parts
        self,
        method: str,
        path: str,
        data: Mapping[str, Any] | None,
        read: Callable[[Answer], Result],
        *,
        query: Mapping[str, str] | None = None,
        changes: bool = False,
        signed: bool = True,
    ) -> Result:
        basic = b64encode(f"{self.user}:{self.password}".encode()).decode()
        headers = {"Authorization": f"Basic {basic}"} if signed else {}
        request = Request(
            method=method, path=f"/wp-json/wp/v2/{quote(path)}", headers=headers, query=query or {}, data=data
        )
        now = self.clock()
        return asked(self.line, request, lambda answer: _judged(answer, read, now), now, changes=changes)


def _page(fitted: Fitted) -> dict[str, Any]:
    return {"title": fitted.title, "content": "\n\n".join(fitted.parts)}


def _judged(answer: Answer, read: Callable[[Answer], Result], now: datetime) -> Result:
    if answer.status in (200, 201):
        return read(answer)
    code = answer.text("code")
    if answer.status == 429 or (answer.status == 503 and "retry-after" in answer.headers):
        return rate_limited(now + timedelta(seconds=seconds_of(answer, RATE_LIMIT_SECONDS)))
    if answer.status >= 500:
        raise Unclear
    if code in _GONE:
        return NOT_THERE
    if code in _PASSWORD:
        return Result(outcome=OutletOutcome.TOKEN_EXPIRED)
    return refused(f"{answer.text('message')} ({code})" if code else f"HTTP {answer.status}")


def _as_sent(answer: Answer) -> Result:
    """A post as WordPress tells it; one for the trash is gone."""
    sent = Sent(id=answer.text("id"), address=answer.text("link"))
    status = answer.text("status") or "publish"
    text = answer.text("content", "raw") or answer.text("content", "rendered")
    if status == "trash":
        return NOT_THERE
    if status in _UNSEEN:
        return invisible(_UNSEEN[status], sent, text)
    return Result(outcome=OutletOutcome.DONE, sent=sent, seen=text)


def _found(answer: Answer, attempt: Attempt, now: datetime) -> Result:
    posts = answer.body
    if not isinstance(posts, list):
        raise Unclear
    if not posts:
        return not_found(attempt.at, now)
    return _as_sent(Answer(status=200, headers={}, body=posts[0]))


def _as_user(answer: Answer) -> Result:
    rights = answer.get("capabilities")
    if isinstance(rights, dict) and not rights.get("publish_posts"):
        return refused("publish_posts")
    return Result(outcome=OutletOutcome.DONE, seen=answer.text("name"))
