"""WebSub: a publisher's hub tells us that a feed has something new, and the feed is read at once.

A hub's word only makes the feed due: what stands in it is read from the publisher, never from the hub.
"""

import logging
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from threading import Event, Thread

from app.bootstrap import Services
from app.settings import Settings
from crawlers.feeds.websub import Hub, challenge_answer, is_signed, lease, subscription
from crawlers.fetch.single import post_form
from domain.sources import Feed, HubSubscription
from domain.store import Store

log = logging.getLogger("diemtin.websub")
LOOK_EVERY = 60.0  # seconds
ASK_AGAIN = timedelta(hours=1)  # after a hub that did not answer, or never came to confirm
RENEW_BEFORE = timedelta(days=1)


def offered(store: Store, settings: Settings, feed: Feed, hub: Hub) -> None:
    """A feed names its hub: remember it, so that it is asked. Hubs reach only desks with a public https address."""
    if not settings.secure:
        return
    known = store.websub_subscriptions.of(feed.id)
    if known and (known.hub, known.topic) == (hub.url, hub.topic):
        return
    token, secret = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
    store.websub_subscriptions.put(
        HubSubscription(feed_id=feed.id, token=token, secret=secret, hub=hub.url, topic=hub.topic)
    )


@contextmanager
def kept(services: Services, *, allow: frozenset[tuple[str, int]] = frozenset()) -> Iterator[None]:
    """Beside the crawler: ask for what was offered, and renew what runs out."""
    if not services.settings.secure:
        yield
        return
    ended = Event()

    def keep() -> None:
        while not ended.wait(LOOK_EVERY):
            try:
                subscribe(services, allow=allow)
            except Exception:  # a thread that dies would do so unseen
                log.exception("subscriptions could not be renewed; trying again")

    thread = Thread(target=keep, name="websub", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()


def subscribe(services: Services, *, allow: frozenset[tuple[str, int]] = frozenset()) -> int:
    """Post a subscription for every lease that needs one. Returns how many hubs took it."""
    now = services.clock()
    with services.database.read() as store:
        wanted = [one for one in store.websub_subscriptions.all() if _needs(one, now)]
    taken = 0
    for one in wanted:
        with services.database.write() as store:  # first: the hub may ask back before it answers
            store.websub_subscriptions.put(replace(one, asked_at=now))
        callback = f"{services.settings.public_url.rstrip('/')}/websub/{one.token}"
        form = subscription(Hub(url=one.hub, topic=one.topic), callback=callback, secret=one.secret)
        taken += 200 <= post_form(one.hub, form, allow=allow) < 300
    return taken


def _needs(one: HubSubscription, now: datetime) -> bool:
    if one.asked_at and now - one.asked_at < ASK_AGAIN:
        return False
    return one.expires_at is None or one.expires_at - now < RENEW_BEFORE


@dataclass(frozen=True)
class HubDoor:
    """What the web answers to hubs (api.services.Hubs)."""

    services: Services

    def confirm(self, token: str, query: Mapping[str, str]) -> str | None:
        """Echo the challenge for what we asked for, and only for that."""
        with self.services.database.write() as store:
            known = store.websub_subscriptions.at(token)
            if known is None or known.asked_at is None:
                return None
            answer = challenge_answer(query, topic=known.topic)
            if answer:
                until = self.services.clock() + timedelta(seconds=lease(query))
                store.websub_subscriptions.put(replace(known, expires_at=until))
            return answer

    def told(self, token: str, body: bytes, signature: str) -> bool:
        """Something is new, says the hub. False for a token that nobody gave out."""
        with self.services.database.write() as store:
            known = store.websub_subscriptions.at(token)
            if known is None:
                return False
            if not is_signed(body, signature, known.secret):
                log.warning("a message for feed %s was not signed by its hub", known.feed_id)
                return True  # a hub is answered 2xx all the same (WebSub, 8)
            store.feeds.hurry(known.feed_id, self.services.clock())
            return True
