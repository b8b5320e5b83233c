"""Signs of life and what is said of them, in all three databases."""

from dataclasses import replace
from datetime import timedelta

import pytest

from database.engine import SqlDatabase
from desk import running
from desk.running import Fault
from domain.message import say
from domain.running import Heartbeat, Part
from domain.sources import Feed, FeedKind
from domain.store import Store
from tests.making import NOON, PAPER, with_sources

DAY = timedelta(days=1)


def a_beat(part: Part = Part.WORKER, process: str = "a:1", *, beat: timedelta, moved: timedelta) -> Heartbeat:
    return Heartbeat(part=part, process=process, started_at=NOON - DAY, beat_at=NOON - beat, moved_at=NOON - moved)


NOTHING = timedelta()


@pytest.mark.parametrize(
    ("beats", "said"),
    [
        ([], []),
        ([a_beat(beat=NOTHING, moved=NOTHING)], []),
        ([a_beat(beat=timedelta(seconds=44), moved=timedelta(minutes=2))], []),
        ([a_beat(beat=timedelta(minutes=1), moved=timedelta(minutes=1))], [Fault.SILENT]),
        ([a_beat(beat=NOTHING, moved=timedelta(minutes=4))], [Fault.STANDING]),
        ([a_beat(beat=DAY, moved=DAY), a_beat(process="b:2", beat=NOTHING, moved=NOTHING)], []),
        (
            [a_beat(beat=DAY, moved=DAY), a_beat(Part.CRAWLER, beat=NOTHING, moved=DAY)],
            [Fault.SILENT, Fault.STANDING],
        ),
    ],
)
def test_a_part_that_ran_here_and_does_not_now_is_named(
    database: SqlDatabase, beats: list[Heartbeat], said: list[Fault]
) -> None:
    with database.write() as store:
        for beat in beats:
            store.heartbeats.save(beat)
    with database.read() as store:
        found = running.faults(store, NOON, NOON)

    assert [fault.code for fault in found] == said


def test_a_process_that_ends_in_order_is_not_missed(database: SqlDatabase) -> None:
    with database.write() as store:
        store.heartbeats.save(a_beat(beat=timedelta(minutes=5), moved=timedelta(minutes=5)))
        store.heartbeats.save(a_beat(Part.CRAWLER, "c:3", beat=timedelta(days=9), moved=timedelta(days=9)))
        store.heartbeats.remove("a:1", NOON - running.FORGOTTEN_AFTER)
    with database.read() as store:
        assert store.heartbeats.list() == []


def test_what_a_living_part_says_of_itself_is_said_once_until_it_is_over(database: SqlDatabase) -> None:
    jumped = say(Fault.CLOCK_BACK, minutes=9)
    beats = [
        a_beat(part, process, beat=NOTHING, moved=NOTHING)
        for part, process in ((Part.WORKER, "a"), (Part.CRAWLER, "b"))
    ]
    silent = replace(a_beat(process="c", beat=DAY, moved=DAY), faults=(say(Fault.SEARCH_BEHIND, since=NOON),))
    with database.write() as store:
        for beat in (*(replace(beat, faults=(jumped,)) for beat in beats), silent):
            store.heartbeats.save(beat)
        assert running.faults(store, NOON, NOON) == [jumped]
        for beat in beats:
            store.heartbeats.save(beat)
        assert running.faults(store, NOON, NOON) == []


def _a_feed(store: Store) -> Feed:
    with_sources(store)
    store.feeds.add(PAPER.id, "https://bao-a.example/rss", FeedKind.FEED, "", NOON)
    return store.feeds.list(PAPER.id)[0]


def test_what_was_written_in_the_future_is_said_until_it_is_not_there_any_more(database: SqlDatabase) -> None:
    """As after a start with a clock that is days behind, or that was days ahead before."""
    wrong = say(Fault.CLOCK_WRONG, known=NOON + 3 * DAY)
    with database.write() as store:
        store.heartbeats.save(a_beat(beat=NOTHING, moved=NOTHING))
        store.heartbeats.save(a_beat(process="killed", beat=-3 * DAY, moved=-3 * DAY))
        assert running.faults(store, NOON, NOON) == [wrong]
        store.heartbeats.remove_beyond(NOON + running.CLOCK_LEEWAY)
        assert running.faults(store, NOON, NOON) == []

        feed = _a_feed(store)
        store.feeds.save(replace(feed, last_visit_at=NOON + 3 * DAY))
        assert running.faults(store, NOON, NOON) == [wrong]
        store.feeds.save(replace(feed, last_visit_at=NOON))
        assert running.faults(store, NOON, NOON) == []


def test_a_fast_day_that_the_desk_plays_is_no_wrong_clock(database: SqlDatabase) -> None:
    with database.write() as store:
        feed = _a_feed(store)
        store.feeds.save(replace(feed, last_visit_at=NOON + 3 * DAY))
        assert running.faults(store, NOON, NOON + 3 * DAY) == []
