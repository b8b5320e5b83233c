"""When the digest builds itself, whether it is sent, and the secret address of its feeds."""

import re
from dataclasses import replace
from datetime import datetime
from secrets import compare_digest, token_urlsafe

from desk import settings
from desk.log import note
from desk.permissions import allowed
from domain.editorial import Action
from domain.errors import BadInput
from domain.people import Act, Person
from domain.problems import Problem
from domain.store import Store

MORNING = re.compile(r"(0\d|1[01]):[0-5]\d")


def save(store: Store, *, digest_at: str, digest_send: bool, by: Person, now: datetime) -> None:
    allowed(by, Act.MANAGE)
    if not MORNING.fullmatch(digest_at):
        raise BadInput(Problem.DIGEST_TIME)
    settings.save(store, replace(store.settings.get(), digest_at=digest_at, digest_send=digest_send), by=by, now=now)


def renew_feed(store: Store, *, by: Person, now: datetime) -> None:
    """A new secret address; who follows the old one sees nothing any more. The log does not hold it."""
    allowed(by, Act.MANAGE)
    store.settings.put(replace(store.settings.get(), feed_token=token_urlsafe(24)))
    note(store, by, Action.DIGEST_FEED, "desk", {}, {}, now)


def opens(store: Store, token: str) -> bool:
    kept = store.settings.get().feed_token
    return bool(kept) and compare_digest(kept.encode(), token.encode())
