"""What of the desk is not working, and since when: from the signs of life that its processes leave."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from domain.message import Code, Message, say
from domain.running import Heartbeat, Part
from domain.store import Store

BEAT_SECONDS = 10.0
SILENT_AFTER = timedelta(seconds=45)  # four beats missed
STANDING_AFTER = timedelta(minutes=3)  # longer than any batch
FORGOTTEN_AFTER = timedelta(days=7)
CLOCK_LEEWAY = timedelta(minutes=3)  # clocks of machines differ, and are set right by a little
NEEDED = tuple(part for part in Part if part is not Part.STANDBY)


class Fault(Code):
    """The faults of a part, as the line above every screen and /ready report them."""

    SILENT = "running.silent", "part", "since"
    STANDING = "running.standing", "part", "since"
    LANE_EMPTY = "running.lane-empty", "part", "waiting"
    LANE_STILL = "running.lane-still", "part", "waiting"
    DISK_NEARLY_FULL = "running.disk-nearly-full", "megabytes"
    INDEX_AWAY = "running.index-away"
    INDEX_EMPTY = "running.index-empty"
    SEARCH_BEHIND = "running.search-behind", "since"
    LINE_AWAY = "running.line-away", "since"
    SEARCH_REBUILT = "running.search-rebuilt", "since"
    CLOCK_AHEAD = "running.clock-ahead", "minutes"
    CLOCK_BACK = "running.clock-back", "minutes"
    CLOCK_WRONG = "running.clock-wrong", "known"


def faults(store: Store, now: datetime, desk_time: datetime) -> list[Message]:
    """One message for each part that has run here and does not work now, and for what living parts say of themselves.

    A part that ended in order is not missed. `desk_time` differs from `now` only while the desk plays a fast day.
    """
    beats = store.heartbeats.list()
    past = [beat for beat in beats if beat.beat_at <= now + CLOCK_LEEWAY]
    newest = {beat.part: beat for beat in past}
    parts = [said for part in NEEDED if part in newest and (said := _fault(newest[part], now))]
    living = [beat for beat in newest.values() if now - beat.beat_at <= SILENT_AFTER]
    own = {fault.code: fault for beat in living for fault in beat.faults}  # two parts report the same jump of the clock
    return [*parts, *own.values(), *_future(store, [beat.beat_at - now for beat in beats], now, desk_time)]


def lives(heartbeat: Heartbeat, now: datetime) -> bool:
    """Whether the process was heard of lately, and its parent has not seen it end since."""
    ended = any(fault.code == Fault.SILENT for fault in heartbeat.faults)
    return not ended and -CLOCK_LEEWAY <= now - heartbeat.beat_at <= SILENT_AFTER


def stands(heartbeat: Heartbeat, now: datetime) -> bool:
    """Whether its loop has not gone round for longer than any batch takes."""
    return now - heartbeat.moved_at > STANDING_AFTER


def line_away(store: Store) -> Message | None:
    """The crawler's message that our own line is down, so that no publisher is blamed; None while it is up."""
    said = (fault for beat in store.heartbeats.list() for fault in beat.faults)
    return next((fault for fault in said if fault.code == Fault.LINE_AWAY), None)


def _future(store: Store, ahead: Sequence[timedelta], now: datetime, desk_time: datetime) -> list[Message]:
    """A fault when something is dated in the future: a clock ran ahead when it was written, or ours is behind."""
    visited = store.source_history.newest_visit()
    furthest = max([*ahead, visited - desk_time if visited else timedelta()], default=timedelta())
    return [say(Fault.CLOCK_WRONG, known=now + furthest)] if furthest > CLOCK_LEEWAY else []


def _fault(heartbeat: Heartbeat, now: datetime) -> Message | None:
    if now - heartbeat.beat_at > SILENT_AFTER:
        return say(Fault.SILENT, part=heartbeat.part, since=heartbeat.beat_at)
    if stands(heartbeat, now):
        return say(Fault.STANDING, part=heartbeat.part, since=heartbeat.moved_at)
    return None
