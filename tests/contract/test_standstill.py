"""A lane whose work waits is missed when nobody does it, and when those who do get nothing done; in all databases."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from database.engine import SqlDatabase
from desk import running, standstill
from desk.running import Fault
from domain.message import Message, say
from domain.running import Heartbeat, Part
from domain.sources import FeedKind
from domain.stage import Outcome, Stage
from domain.work import StepResult
from tests.making import NOON, PAPER, an_article, with_sources

HOUR = timedelta(hours=1)
EVERYBODY = (Part.CRAWLER, Part.READER, Part.PLACER, Part.INDEXER)


def a_beat(part: Part, *, heard: timedelta = timedelta(), began: timedelta = HOUR) -> Heartbeat:
    at = NOON - heard
    return Heartbeat(part=part, process=f"{part}:1", started_at=NOON - began, beat_at=at, moved_at=at)


@pytest.fixture
def waiting(database: SqlDatabase) -> SqlDatabase:
    """Work for each lane: a feed, a page of an hour ago, one text to place that came before it, one after it."""
    with database.write() as store:
        with_sources(store)
        store.feeds.add(PAPER.id, "https://bao-a.example/rss", FeedKind.FEED, "", NOON - HOUR)
        unread = an_article("unread", stage=Stage.FETCHED, fetched_at=NOON - HOUR)
        unplaced = an_article("unplaced", stage=Stage.UNDERSTOOD, fetched_at=NOON - 2 * HOUR)
        store.articles.add([unread, unplaced, an_article("later", stage=Stage.UNDERSTOOD)])
    return database


def said(database: SqlDatabase, beats: Sequence[Heartbeat], desk_time: timedelta = timedelta()) -> list[Message]:
    with database.write() as store:
        for known in store.heartbeats.list():
            store.heartbeats.remove(known.process, known.beat_at)
        for beat in beats:
            store.heartbeats.save(beat)
    with database.read() as store:
        here = standstill.backlog(store, NOON + desk_time)
        return standstill.faults(store, here, NOON, NOON + desk_time, running.faults(store, NOON, NOON))


EMPTY = {
    part: say(Fault.LANE_EMPTY, part=part, waiting=waiting)
    for part, waiting in zip(EVERYBODY, (1, 1, 2, 2), strict=True)
}


@pytest.mark.parametrize(
    ("running", "missed"),
    [
        ((), EVERYBODY),
        ((Part.WORKER,), (Part.CRAWLER,)),
        ((Part.CRAWLER, Part.READER, Part.INDEXER), (Part.PLACER,)),
        ((Part.CRAWLER, Part.READER, Part.INDEXER, Part.STANDBY), (Part.PLACER,)),  # none of those who wait leads
        ((Part.CRAWLER, Part.PLACER, Part.INDEXER), (Part.READER,)),
        ((Part.CRAWLER, Part.READER, Part.PLACER), (Part.INDEXER,)),
    ],
)
def test_a_lane_that_nobody_works_at_is_missed_while_work_waits(
    waiting: SqlDatabase, running: tuple[Part, ...], missed: tuple[Part, ...]
) -> None:
    beats = [a_beat(part, began=timedelta(minutes=1)) for part in running]
    assert said(waiting, beats) == [EMPTY[part] for part in missed]


def test_a_desk_without_work_misses_nobody(database: SqlDatabase) -> None:
    assert said(database, []) == []


def test_a_part_that_is_said_to_be_silent_is_not_said_twice(waiting: SqlDatabase) -> None:
    beats = [a_beat(part, heard=timedelta(minutes=9) if part is Part.READER else timedelta()) for part in EVERYBODY]
    assert [fault.params["part"] for fault in said(waiting, beats)] == [
        Part.PLACER
    ]  # it has placed nothing for an hour
    killed = replace(a_beat(Part.READER), faults=(say(Fault.SILENT, part=Part.READER, since=NOON),))
    assert not running.lives(killed, NOON), "its parent has seen it end"


def test_a_lane_that_runs_and_gets_nothing_done_is_named_until_it_does(waiting: SqlDatabase) -> None:
    beats = [a_beat(part) for part in EVERYBODY]
    still = [say(Fault.LANE_STILL, part=Part.READER, waiting=1), say(Fault.LANE_STILL, part=Part.PLACER, waiting=2)]
    assert said(waiting, beats) == still
    assert said(waiting, [a_beat(part, began=timedelta(minutes=2)) for part in EVERYBODY]) == [], "they have just begun"
    assert said(waiting, beats, desk_time=HOUR) == [], "a fast day"

    with waiting.write() as store:
        done = an_article("done", stage=Stage.QUEUED)
        store.articles.add([done])
        result = StepResult(article=done, step=Stage.EXTRACTED, outcome=Outcome.MOVED_ON)
        store.articles.record([result], NOON - timedelta(minutes=5))
    assert said(waiting, beats) == still[1:]


def test_placing_that_waits_for_reading_is_not_blamed(waiting: SqlDatabase) -> None:
    """It keeps the order in which articles came."""
    with waiting.write() as store:
        store.articles.add([an_article("first", stage=Stage.EXTRACTED, fetched_at=NOON - 3 * HOUR)])
    assert [fault.params["part"] for fault in said(waiting, [a_beat(part) for part in EVERYBODY])] == [Part.READER]


def test_what_is_to_be_tried_again_later_does_not_wait(database: SqlDatabase) -> None:
    with database.write() as store:
        with_sources(store)
        away = an_article("away", stage=Stage.FETCHED, fetched_at=NOON - HOUR)
        store.articles.add([away])
        later = NOON + timedelta(minutes=5)
        store.articles.record(
            [StepResult(article=away, step=Stage.EXTRACTED, outcome=Outcome.RETRY, retry_at=later)], NOON - HOUR
        )
        assert store.articles.waits_since(Stage.FETCHED, NOON) is None
        assert store.articles.waits_since(Stage.FETCHED, later) == NOON - HOUR
    assert said(database, []) == []
