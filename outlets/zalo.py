"""An article of a Zalo Official Account (OpenAPI v2.0, developers.zalo.me: Bài viết).

Creating answers with a ticket, and the article comes later; a ticket that was lost is looked for among our titles. The
token lives 25 hours, and is renewed with another that works once.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from domain.outlets import Attempt, Fitted, Health, OutletOutcome, Result, Sent, Verb
from outlets import zalo_answers as answers
from outlets.asking import CANNOT, DONE, NEEDS_A_PERSON, asked, not_found
from outlets.line import Answer, Line, Request

URL, SIGN_IN_URL = "https://openapi.zalo.me", "https://oauth.zaloapp.com"
LIST_STEP, LIST_STEPS = 10, 5  # it gives ten at most; fifty articles in a quarter of an hour are not ours
AUTHOR_CHARS = 50


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Secrets:
    token: str
    refresh_token: str = ""  # works once
    app_secret: str = ""


@dataclass(frozen=True, kw_only=True, repr=False)
class ZaloArticles:
    """Implements domain.outlets.Outlet. `cover`: of articles without a picture, which must have one."""

    line: Line
    sign_in: Line
    secrets: Secrets
    app: str
    author: str
    cover: str
    seal: Callable[[Secrets], str]
    clock: Callable[[], datetime]

    def publish(self, attempt: Attempt) -> Result:
        created = self._post("create", self._article(attempt.fitted), answers.as_ticket, changes=True)
        if created.outcome is not OutletOutcome.PENDING:
            return created
        attempt = replace(attempt, ticket=created.ticket)
        made = self._by_ticket(attempt)
        return (
            made
            if made.outcome in (OutletOutcome.DONE, OutletOutcome.REFUSED)
            else answers.pending(attempt, self.clock())
        )

    def edit(self, sent: Sent, fitted: Fitted) -> Result:
        data = {"id": sent.id, **self._article(fitted)}
        return self._post("update", data, lambda _: Result(outcome=OutletOutcome.DONE, sent=sent))

    def withdraw(self, sent: Sent, verb: Verb) -> Result:
        return self._post("remove", {"id": sent.id}, lambda _: DONE) if verb is Verb.DELETE else CANNOT

    def read_back(self, what: Sent | Attempt) -> Result:
        if isinstance(what, Sent):
            return self._get("article/getdetail", {"id": what.id}, partial(answers.as_detail, sent=what))
        return self._by_ticket(what) if what.ticket else self._by_title(what)

    def check(self) -> Health:
        """With a token that has run out, and the other at hand, it is renewed: `sealed` must be kept then."""
        account = self._get("oa/getoa", {}, answers.as_account)
        if account.outcome is OutletOutcome.TOKEN_EXPIRED and self.secrets.refresh_token:
            return self._renewed()
        return Health(outcome=account.outcome, name=account.seen, params=account.params)

    def _renewed(self) -> Health:
        form = {"refresh_token": self.secrets.refresh_token, "app_id": self.app, "grant_type": "refresh_token"}
        headers = {"secret_key": self.secrets.app_secret}
        request = Request(method="POST", path="/v4/oa/access_token", headers=headers, form=form)
        got: list[Answer] = []
        result = asked(self.sign_in, request, partial(answers.as_tokens, got), self.clock(), changes=False)
        if result.outcome is not OutletOutcome.DONE:
            return Health(outcome=result.outcome, params=result.params)
        tokens = {"token": got[0].text("access_token"), "refresh_token": got[0].text("refresh_token")}
        renewed = replace(self, secrets=replace(self.secrets, **tokens))
        account = renewed._get("oa/getoa", {}, answers.as_account)
        seconds = got[0].text("expires_in")
        return Health(
            outcome=account.outcome,
            name=account.seen,
            params=account.params,
            expires_at=self.clock() + timedelta(seconds=int(seconds)) if seconds.isdigit() else None,
            sealed=self.seal(renewed.secrets),
        )

    def _by_ticket(self, attempt: Attempt) -> Result:
        now = self.clock()
        request = Request(
            method="POST", path="/v2.0/article/verify", headers=self._signed(), data={"token": attempt.ticket}
        )
        return asked(self.line, request, partial(answers.as_made, attempt=attempt, now=now), now, changes=False)

    def _by_title(self, attempt: Attempt) -> Result:
        for step in range(LIST_STEPS):
            query = {"offset": str(step * LIST_STEP), "limit": str(LIST_STEP), "type": "normal"}
            found = self._get("article/getslice", query, partial(answers.as_listed, attempt=attempt))
            if found.outcome is not OutletOutcome.UNKNOWN:
                return not_found(attempt.at, self.clock()) if found.outcome is OutletOutcome.NOT_THERE else found
        return NEEDS_A_PERSON

    def _article(self, fitted: Fitted) -> dict[str, Any]:
        lines = [line for part in fitted.parts for line in part.split("\n")]
        return {
            "type": "normal",
            "title": fitted.title,
            "author": self.author[:AUTHOR_CHARS],
            "cover": {"cover_type": "photo", "photo_url": fitted.picture or self.cover, "status": "show"},
            "description": fitted.summary,
            "body": [{"type": "text", "content": line} for line in lines],
            "status": "show",
            "comment": "hide",
        }

    def _post(
        self, verb: str, data: Mapping[str, Any], read: Callable[[Answer], Result], *, changes: bool = False
    ) -> Result:
        request = Request(method="POST", path=f"/v2.0/article/{verb}", headers=self._signed(), data=data)
        return self._ask(request, read, changes=changes)

    def _get(self, path: str, query: Mapping[str, str], read: Callable[[Answer], Result]) -> Result:
        request = Request(method="GET", path=f"/v2.0/{path}", headers=self._signed(), query=query)
        return self._ask(request, read, changes=False)

    def _ask(self, request: Request, read: Callable[[Answer], Result], *, changes: bool) -> Result:
        now = self.clock()
        return asked(self.line, request, lambda answer: answers.judged(answer, read, now), now, changes=changes)

    def _signed(self) -> Mapping[str, str]:
        return {"access_token": self.secrets.token}
