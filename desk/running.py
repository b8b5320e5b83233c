"""What of the desk is not working, and since when: from the signs of life that its processes leave."""

from datetime import datetime, timedelta

from domain.message import Code, Message, say
from domain.running import Heartbeat, Part
from domain.store import Store

BEAT_SECONDS = 10.0
SILENT_AFTER = timedelta(seconds=45)  # four beats missed
STANDING_AFTER = timedelta(minutes=3)  # longer than any batch
FORGOTTEN_AFTER = timedelta(days=7)
NEEDED = tuple(Part)


class Fault(Code):
    """What a line above every screen, and /ready, say of a part."""

    SILENT = "running.silent", "part", "since"
    STANDING = "running.standing", "part", "since"
    DISK_NEARLY_FULL = "running.disk-nearly-full", "megabytes"
    INDEX_AWAY = "running.index-away"


def faults(store: Store, now: datetime) -> list[Message]:
    """One message for each part that has run here and does not work now. A part that ended in order is not missed."""
    newest = {heartbeat.part: heartbeat for heartbeat in store.heartbeats.list()}
    return [said for part in NEEDED if part in newest and (said := _fault(newest[part], now))]


def _fault(heartbeat: Heartbeat, now: datetime) -> Message | None:
    if now - heartbeat.beat_at > SILENT_AFTER:
        return say(Fault.SILENT, part=heartbeat.part, since=heartbeat.beat_at)
    if now - heartbeat.moved_at > STANDING_AFTER:
        return say(Fault.STANDING, part=heartbeat.part, since=heartbeat.moved_at)
    return None
