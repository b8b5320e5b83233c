"""When the digest builds itself, whether it is sent, and the secret address of its feeds."""

import re
from dataclasses import replace
from secrets import compare_digest, token_urlsafe

from desk import settings
from desk.acting import Acting
from domain.editorial import DigestAction
from domain.errors import BadInput
from domain.people import Act
from domain.problems import Problem
from domain.store import Store

MORNING_HOUR = re.compile(r"(0\d|1[01]):[0-5]\d")


def save(acting: Acting, *, digest_at: str, digest_send: bool) -> None:
    acting.may(Act.MANAGE)
    if not MORNING_HOUR.fullmatch(digest_at):
        raise BadInput(Problem.DIGEST_TIME)
    settings.change(acting, lambda desk: replace(desk, digest_at=digest_at, digest_send=digest_send))


def renew_feed(acting: Acting) -> None:
    """Make a new secret address. Followers of the old one get nothing any more. The log does not hold the address."""
    acting.may(Act.MANAGE)
    store = acting.store
    store.settings.lock()
    store.settings.save(replace(store.settings.get(), feed_token=token_urlsafe(24)))
    acting.log(DigestAction.DIGEST_FEED, "desk", {}, {})


def opens(store: Store, token: str) -> bool:
    kept = store.settings.get().feed_token
    return bool(kept) and compare_digest(kept.encode(), token.encode())
