"""Tự gửi điểm tin: to the desk's channels, once, and only what a person approved that morning."""

from dataclasses import replace
from datetime import datetime, time

from desk import log
from desk.digest import composing
from desk.digest.outputs.registry import texts_by_format
from desk.digest.schedule import MORNING_ENDS_AT
from desk.outbox.look import Look
from desk.outbox.posting import News, post
from domain.editorial import Digest, DigestAction
from domain.errors import Conflict
from domain.message import say
from domain.outbox import Told
from domain.store import Store
from domain.times import VIETNAM

DIGEST = "digest"


def plan(look: Look) -> bool:
    """Hand today's approved digest to the channels when its hour has come. True when it was."""
    with look.database.read() as store:  # nearly always there is nothing to do
        if waiting(store, look.now) is None:
            return False
    try:
        with look.database.write() as store:
            return send(store, look)
    except Conflict:  # an editor was faster, and it waits for its approval again
        return False


def send(store: Store, look: Look) -> bool:
    """Read again, in the transaction that writes. Raise Conflict when somebody changes it at this moment."""
    now = look.now
    today = waiting(store, now)
    if today is None:
        return False
    desk = store.settings.get()
    post(store, _news(store, today, now), now)
    store.digests.save(replace(today, sent_at=now))
    log.by_program(store, DigestAction.DIGEST_SENT, f"digest:{today.day}", {"channels": len(desk.channels)}, now)
    return True


def waiting(store: Store, now: datetime) -> Digest | None:
    """Today's digest, if it may go out now: ticked, with a channel, approved, not sent, and still morning."""
    desk, local = store.settings.get(), now.astimezone(VIETNAM)
    if not (
        desk.digest_send and desk.channels and time.fromisoformat(desk.digest_at) <= local.time() < MORNING_ENDS_AT
    ):
        return None
    today = store.digests.find(local.date())
    return today if today and today.approved_at and not today.sent_at and today.lines else None


def _news(store: Store, today: Digest, now: datetime) -> News:
    desk = store.settings.get()
    edition = composing.edition(composing.of_day(store, today.day, now), desk.name)
    return News(
        kind=DIGEST,
        occurrence=today.day.isoformat(),
        about=today.day.isoformat(),
        subject=say(Told.DIGEST, day=today.day, desk=desk.name),
        texts=texts_by_format(edition, desk.post_limit),
        due_at=now,
        until=datetime.combine(today.day, MORNING_ENDS_AT, VIETNAM),
    )
