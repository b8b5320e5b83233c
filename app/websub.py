"""WebSub over HTTP: asks hubs beside the crawler, and answers them at the web's door."""

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Event

from app.beside import beside
from app.bootstrap import Services
from crawlers.feeds.websub import challenge_answer, is_signed, lease, subscription
from crawlers.fetch.single import post_form
from desk.sources import websub
from domain.sources import Hub

log = logging.getLogger("diemtin.websub")
LOOK_EVERY_SECONDS = 60.0  # seconds


@contextmanager
def kept(services: Services, *, allow: frozenset[tuple[str, int]] = frozenset()) -> Iterator[None]:
    """Beside the crawler: ask for what was offered, and renew what runs out."""
    if not services.settings.secure:
        yield
        return

    def keep(ended: Event) -> None:
        while not ended.wait(LOOK_EVERY_SECONDS):
            try:
                subscribe(services, allow=allow)
            except Exception:  # otherwise the thread would die unnoticed
                log.exception("subscriptions could not be renewed; trying again")

    with beside("websub", keep, end_seconds=0):
        yield


def subscribe(services: Services, *, allow: frozenset[tuple[str, int]] = frozenset()) -> int:
    """Post a subscription for every lease that needs one. Returns how many hubs took it."""
    now = services.clock()
    with services.database.read() as store:
        wanted = websub.to_ask(store, now)
    taken = 0
    for one in wanted:
        with services.database.write() as store:
            if not websub.asked(store, one, now):  # another crawler asks this hub
                continue
        callback = f"{services.settings.public_url.rstrip('/')}/websub/{one.token}"
        form = subscription(Hub(url=one.hub, topic=one.topic), callback=callback, secret=one.secret)
        taken += 200 <= post_form(one.hub, form, allow=allow) < 300
    return taken


@dataclass(frozen=True)
class HubDoor:
    """What the web answers to hubs (api.services.Hubs)."""

    services: Services

    def confirm(self, token: str, query: Mapping[str, str]) -> str | None:
        """Echo the challenge for what we asked for, and only for that."""
        with self.services.database.write() as store:
            known = store.websub_subscriptions.find_by_token(token)
            if known is None or known.asked_at is None:
                return None
            answer = challenge_answer(query, topic=known.topic)
            if answer:
                websub.granted(store, known, lease(query), self.services.clock())
            return answer

    def told(self, token: str, body: bytes, signature: str) -> bool:
        """Something is new, says the hub. False for a token that nobody gave out."""
        with self.services.database.write() as store:
            known = store.websub_subscriptions.find_by_token(token)
            if known is None:
                return False
            if not is_signed(body, signature, known.secret):
                log.warning("a message for feed %s was not signed by its hub", known.feed_id)
                return True  # a hub is answered 2xx all the same (WebSub, 8)
            websub.told(store, known, self.services.clock())
            return True
