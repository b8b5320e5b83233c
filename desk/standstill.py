"""The lanes whose work waits while nobody does it, or while those who do get nothing done."""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime, timedelta

from desk import running
from desk.running import CLOCK_LEEWAY, Fault
from domain.message import Message, say
from domain.running import Heartbeat, Part
from domain.stage import Stage
from domain.store import Store

STILL_AFTER = timedelta(minutes=10)  # longer than a killed reader's lease and the batch that comes next
FEEDS_COUNTED = 200
READ_FROM, PLACED_FROM = (Stage.FETCHED, Stage.EXTRACTED), (Stage.UNDERSTOOD,)
WAITS_AT = (*READ_FROM, *PLACED_FROM)  # articles, for the program
DONE_BY: dict[Part, Set[Part]] = {  # by the part that does nothing else
    Part.CRAWLER: {Part.CRAWLER},
    Part.READER: {Part.WORKER, Part.READER},
    Part.PLACER: {Part.WORKER, Part.PLACER},
    Part.INDEXER: {Part.WORKER, Part.INDEXER},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Backlog:
    """What waits for the program. Counting it is most of what looking costs, so it is asked once."""

    counts: Mapping[Stage, int]
    since: Mapping[Stage, datetime | None]  # the first article that may go on was fetched; of WAITS_AT
    search_lacks: int


def backlog(store: Store, desk_time: datetime) -> Backlog:
    return Backlog(
        counts=store.progress.counts(),
        since={stage: store.articles.waits_since(stage, desk_time) for stage in WAITS_AT},
        search_lacks=store.search_marks.count(),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """The work of a lane that could be done now."""

    part: Part
    number: int
    since: datetime | None = None  # the first article was fetched; None: nobody knows
    steps: tuple[Stage, ...] = ()  # that the lane takes articles


def waiting(store: Store, here: Backlog, desk_time: datetime) -> list[Waiting]:
    """Each lane, as the path goes; one article may wait for reading first and for placing later."""
    counts, unread, unplaced = here.counts, _first(here, READ_FROM), _first(here, PLACED_FROM)
    behind_unread = unread is not None and unplaced is not None and unread < unplaced  # placing keeps their order
    return [
        Waiting(part=Part.CRAWLER, number=len(store.feeds.due(desk_time, FEEDS_COUNTED))),
        Waiting(
            part=Part.READER,
            number=sum(counts[stage] for stage in READ_FROM) if unread else 0,
            since=unread,
            steps=(Stage.EXTRACTED, Stage.UNDERSTOOD),
        ),
        Waiting(
            part=Part.PLACER,
            number=counts[Stage.UNDERSTOOD] if unplaced and not behind_unread else 0,
            since=unplaced,
            steps=(Stage.QUEUED,),
        ),
        Waiting(part=Part.INDEXER, number=here.search_lacks),
    ]


def faults(store: Store, here: Backlog, now: datetime, desk_time: datetime, said: Sequence[Message]) -> list[Message]:
    """One message for each lane that stands still, unless `said` tells of a part that does its work.

    While the desk plays a fast day, none by how long it stands.
    """
    named = {fault.params["part"] for fault in said if "part" in fault.params}
    lanes = [lane for lane in waiting(store, here, desk_time) if lane.number and not DONE_BY[lane.part] & named]
    living = [beat for beat in store.heartbeats.list() if running.lives(beat, now)]
    real = abs(desk_time - now) <= CLOCK_LEEWAY
    return list(_faults(store, lanes, living, now if real else None))


def _faults(
    store: Store, lanes: Sequence[Waiting], living: Sequence[Heartbeat], now: datetime | None
) -> Iterator[Message]:
    for lane in lanes:
        at_work = [beat for beat in living if beat.part in DONE_BY[lane.part]]
        if not at_work:
            yield say(Fault.LANE_EMPTY, part=lane.part, waiting=lane.number)
        elif now and _gets_nothing_done(store, lane, at_work, now - STILL_AFTER):
            yield say(Fault.LANE_STILL, part=lane.part, waiting=lane.number)


def _gets_nothing_done(store: Store, lane: Waiting, at_work: Sequence[Heartbeat], since: datetime) -> bool:
    waited = lane.since is not None and lane.since <= since
    return (
        waited
        and all(beat.started_at <= since for beat in at_work)
        and not store.progress.recorded_since(lane.steps, since)
    )


def _first(here: Backlog, stages: Sequence[Stage]) -> datetime | None:
    return min((since for stage in stages if (since := here.since[stage])), default=None)
