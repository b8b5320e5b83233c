"""A Facebook Page, through the Graph API v27.0 (developers.facebook.com: Pages API, Posts).

It has no key for what is sent: a lost post is looked for in `/{page}/posts`, which holds the Page's own posts alone;
`/{page}/feed` would also hold what visitors wrote, and is never asked.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from urllib.parse import quote

from domain.message import say
from domain.outlets import Attempt, Fitted, Health, OutletOutcome, Result, Sent, Unseen, Verb
from outlets.asking import CLOCK_SKEW, DONE, NOT_THERE, asked, invisible, not_found, rate_limited, refused, same_text
from outlets.line import Answer, Line, Request, Unclear

URL = "https://graph.facebook.com"
VERSION = "v27.0"
FIELDS = "id,message,created_time,permalink_url,is_published,is_hidden,privacy"
POSTS_LOOKED_THROUGH = 100  # most that one page of the list holds
RATE_LIMIT = timedelta(minutes=15)  # when it does not say
_TOKEN = frozenset((102, 190))
_TOO_MANY = frozenset((4, 17, 32, 341, 613))  # of an app, a user, a page, a feed; 80001 and up: by business use case
_BUSINESS_LIMITS = range(80000, 80015)
_THEIR_FAULT = frozenset((1, 2))
_DUPLICATE = 506  # the same text stands there already: perhaps from a try that nobody heard the end of
_NO_SUCH_OBJECT = 33  # subcode of 100


@dataclass(frozen=True, kw_only=True, repr=False)
class FacebookPage:
    """Implements domain.outlets.Outlet. `token` is the Page's own, not a person's."""

    line: Line
    token: str
    page: str
    clock: Callable[[], datetime]

    def publish(self, attempt: Attempt) -> Result:
        fitted = attempt.fitted
        if fitted.picture:
            form = {"url": fitted.picture, "message": fitted.text}
            return self._ask("POST", f"{self.page}/photos", form, _as_photo, changes=True)
        form = {"message": fitted.text} | ({"link": fitted.link} if fitted.link else {})
        return self._ask("POST", f"{self.page}/feed", form, _as_sent, changes=True)

    def edit(self, sent: Sent, fitted: Fitted) -> Result:
        return self._change(sent, {"message": fitted.text})

    def withdraw(self, sent: Sent, verb: Verb) -> Result:
        if verb is Verb.HIDE:
            return self._change(sent, {"is_hidden": "true"})
        return self._ask("DELETE", sent.id, {}, lambda _: DONE)

    def read_back(self, what: Sent | Attempt) -> Result:
        if isinstance(what, Sent):
            return self._ask("GET", what.id, {"fields": FIELDS}, lambda answer: _as_seen(answer.body))
        since = int((what.at - CLOCK_SKEW).timestamp())
        query = {"fields": FIELDS, "since": str(since), "limit": str(POSTS_LOOKED_THROUGH)}
        return self._ask("GET", f"{self.page}/posts", query, partial(_found, attempt=what, now=self.clock()))

    def check(self) -> Health:
        token = self._ask("GET", "debug_token", {"input_token": self.token}, _as_token)
        if token.outcome is not OutletOutcome.DONE:
            return Health(outcome=token.outcome, params=token.params)
        page = self._ask("GET", self.page, {"fields": "name,is_published"}, _as_page)
        until = datetime.fromtimestamp(int(token.seen), UTC) if int(token.seen) else None
        return Health(outcome=page.outcome, name=page.seen, params=page.params, expires_at=until)

    def _change(self, sent: Sent, form: Mapping[str, str]) -> Result:
        return self._ask("POST", sent.id, form, lambda _: Result(outcome=OutletOutcome.DONE, sent=sent))

    def _ask(
        self,
        method: str,
        path: str,
        fields: Mapping[str, str],
        read: Callable[[Answer], Result],
        *,
        changes: bool = False,
    ) -> Result:
        """The token goes in a header, so that it stands in no log of addresses."""
        headers = {"Authorization": f"Bearer {self.token}"}
        where = f"/{VERSION}/{quote(path)}"
        if method == "POST":
            request = Request(method=method, path=where, headers=headers, form=fields)
        else:
            request = Request(method=method, path=where, headers=headers, query=fields)
        now = self.clock()
        return asked(self.line, request, lambda answer: _judged(answer, read, now), now, changes=changes)


def _judged(answer: Answer, read: Callable[[Answer], Result], now: datetime) -> Result:
    if answer.status == 200 and answer.get("error") is None:
        return read(answer)
    code, subcode = answer.get("error", "code"), answer.get("error", "error_subcode")
    if code in _TOKEN:
        return Result(outcome=OutletOutcome.TOKEN_EXPIRED)
    if answer.status == 429 or code in _TOO_MANY or (isinstance(code, int) and code in _BUSINESS_LIMITS):
        return rate_limited(now + _wait(answer))
    if code == 100 and subcode == _NO_SUCH_OBJECT:
        return NOT_THERE
    if code in _THEIR_FAULT or code == _DUPLICATE or answer.status >= 500:
        raise Unclear
    words = answer.text("error", "error_user_msg") or answer.text("error", "message")
    return refused(f"{words} ({code})" if words else f"HTTP {answer.status}")


def _wait(answer: Answer) -> timedelta:
    """`X-Business-Use-Case-Usage` tells in minutes when calls are taken again."""
    try:
        usage = json.loads(answer.headers.get("x-business-use-case-usage", "{}"))
        minutes = [int(one["estimated_time_to_regain_access"]) for uses in usage.values() for one in uses]
    except (ValueError, TypeError, KeyError, AttributeError):
        minutes = []
    return timedelta(minutes=min(max(minutes), 1440)) if minutes and max(minutes) > 0 else RATE_LIMIT


def _as_sent(answer: Answer) -> Result:
    return _with_id(answer.text("id"))


def _as_photo(answer: Answer) -> Result:
    return _with_id(answer.text("post_id") or answer.text("id"))


def _with_id(number: str) -> Result:
    return Result(outcome=OutletOutcome.DONE, sent=Sent(id=number, address=f"https://www.facebook.com/{number}"))


def _as_seen(post: object) -> Result:
    """What the Page's own token is told of the post; the address itself asks strangers to sign in."""
    if not isinstance(post, dict):
        return NOT_THERE
    sent = Sent(id=str(post.get("id", "")), address=str(post.get("permalink_url", "")))
    why = _unseen(post)
    text = str(post.get("message", ""))
    if why:
        return invisible(why, sent, text)
    return Result(outcome=OutletOutcome.DONE, sent=sent, seen=text)


def _unseen(post: Mapping[str, object]) -> Unseen | None:
    privacy = post.get("privacy")
    if post.get("is_published") is False:
        return Unseen.UNPUBLISHED
    if post.get("is_hidden") is True:
        return Unseen.HIDDEN
    if isinstance(privacy, dict) and privacy.get("value") not in ("EVERYONE", "", None):
        return Unseen.PRIVATE
    return None


def _found(answer: Answer, attempt: Attempt, now: datetime) -> Result:
    posts = answer.get("data")
    if not isinstance(posts, list):
        raise Unclear
    for post in posts:
        if same_text(attempt.fitted.text, str(post.get("message", ""))):
            return _as_seen(post)
    return not_found(attempt.at, now)


def _as_token(answer: Answer) -> Result:
    """`expires_at` 0: never. What may be done with it stands in `scopes`."""
    if answer.get("data", "is_valid") is not True:
        return Result(outcome=OutletOutcome.TOKEN_EXPIRED)
    scopes = answer.get("data", "scopes")
    if isinstance(scopes, list) and "pages_manage_posts" not in scopes:
        return refused("pages_manage_posts")
    return Result(outcome=OutletOutcome.DONE, seen=answer.text("data", "expires_at") or "0")


def _as_page(answer: Answer) -> Result:
    name = answer.text("name")
    if answer.get("is_published") is False:
        return Result(outcome=OutletOutcome.INVISIBLE, params={"why": say(Unseen.UNPUBLISHED)}, seen=name)
    return Result(outcome=OutletOutcome.DONE, seen=name)
