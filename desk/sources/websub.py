"""WebSub: which hubs are asked, what they promised, and what follows when they report something new.

A hub's word only makes the feed due: what stands in it is read from the publisher, never from the hub.
"""

import secrets
from dataclasses import replace
from datetime import datetime, timedelta

from domain.sources import Feed, Hub, HubSubscription
from domain.store import Store

ASK_AGAIN_AFTER = timedelta(hours=1)  # a hub that did not answer, or never came to confirm
RENEW_BEFORE = timedelta(days=1)
KEY_BYTES = 32


def offered(store: Store, feed: Feed, hub: Hub) -> None:
    """Remember the hub, so that it is asked; another hub or topic than before begins anew."""
    known = store.websub_subscriptions.find(feed.id)
    if known and (known.hub, known.topic) == (hub.url, hub.topic):
        return
    token, secret = secrets.token_urlsafe(KEY_BYTES), secrets.token_urlsafe(KEY_BYTES)
    store.websub_subscriptions.save(
        HubSubscription(feed_id=feed.id, token=token, secret=secret, hub=hub.url, topic=hub.topic)
    )


def to_ask(store: Store, now: datetime) -> list[HubSubscription]:
    return [one for one in store.websub_subscriptions.list() if needs_asking(one, now)]


def needs_asking(one: HubSubscription, now: datetime) -> bool:
    if one.asked_at and abs(now - one.asked_at) < ASK_AGAIN_AFTER:
        return False
    return one.expires_at is None or one.expires_at - now < RENEW_BEFORE


def asked(store: Store, one: HubSubscription, now: datetime) -> bool:
    """Store the request before it is sent, because the hub may call back before it answers. False: it changed since."""
    is_ours = store.websub_subscriptions.find(one.feed_id) == one
    if is_ours:
        store.websub_subscriptions.save(replace(one, asked_at=now))
    return is_ours


def granted(store: Store, one: HubSubscription, seconds: int, now: datetime) -> None:
    if known := store.websub_subscriptions.find(one.feed_id):  # as it stands now: a crawler may ask again meanwhile
        store.websub_subscriptions.save(replace(known, expires_at=now + timedelta(seconds=seconds)))


def told(store: Store, one: HubSubscription, now: datetime) -> None:
    """Make the feed due, because the hub says that something is new."""
    store.feeds.make_due(one.feed_id, now)
