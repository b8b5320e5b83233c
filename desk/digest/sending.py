"""Tự gửi điểm tin: to the desk's channels, once, and only what a person approved that morning."""

from dataclasses import replace
from datetime import datetime, time

from desk.alerts import DIGEST, channel_key
from desk.digest import composing
from desk.digest.outputs.edition import Edition
from desk.digest.outputs.telegram import telegram
from desk.digest.outputs.zalo import zalo
from desk.digest.schedule import UNTIL
from desk.log import note
from domain.editorial import Action, Digest
from domain.notices import Outgoing
from domain.ports import Notice
from domain.store import Database, Store
from domain.times import VIETNAM


def send_approved(database: Database, now: datetime) -> bool:
    """Hand today's approved digest to the channels when its hour has come. True when it was."""
    with database.read() as store:  # nearly always there is nothing to do
        if waiting(store, now) is None:
            return False
    with database.write() as store:
        today = waiting(store, now)
        if today is None:
            return False
        desk = store.settings.get()
        edition = composing.edition(composing.of_day(store, today.day, now), desk.name)
        store.notices.add([_outgoing(edition, address, now) for address in desk.channels])
        store.digests.save(replace(today, sent_at=now))
        note(store, None, Action.DIGEST_SENT, f"{DIGEST}{today.day}", {}, {"channels": len(desk.channels)}, now)
        return True


def waiting(store: Store, now: datetime) -> Digest | None:
    """Today's digest, if it may go out now: ticked, with a channel, approved, not sent, and still morning."""
    desk, local = store.settings.get(), now.astimezone(VIETNAM)
    if not (desk.digest_send and desk.channels and time.fromisoformat(desk.digest_at) <= local.time() < UNTIL):
        return None
    today = store.digests.get(local.date())
    return today if today and today.approved_at and not today.sent_at and today.lines else None


def _outgoing(edition: Edition, address: str, now: datetime) -> Outgoing:
    told = zalo(edition) if "zalo" in address.lower() else telegram(edition)
    return Outgoing(
        notice=Notice(
            id=f"digest-{edition.day}", title=f"Điểm tin sáng {edition.day:%d/%m/%Y} – {edition.desk}", body=told.text
        ),
        channel=channel_key(address),
        article_id=f"{DIGEST}{edition.day}",
        at=now,
        due_at=now,
        until=datetime.combine(edition.day, UNTIL, VIETNAM),
    )
