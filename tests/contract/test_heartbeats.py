"""Signs of life and what is said of them, in all three databases."""

from datetime import timedelta

import pytest

from database.engine import SqlDatabase
from desk import running
from desk.running import Fault
from domain.running import Heartbeat, Part
from tests.making import NOON

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
        found = running.faults(store, NOON)

    assert [fault.code for fault in found] == said


def test_a_process_that_ends_in_order_is_not_missed(database: SqlDatabase) -> None:
    with database.write() as store:
        store.heartbeats.save(a_beat(beat=timedelta(minutes=5), moved=timedelta(minutes=5)))
        store.heartbeats.save(a_beat(Part.CRAWLER, "c:3", beat=timedelta(days=9), moved=timedelta(days=9)))
        store.heartbeats.remove("a:1", NOON - running.FORGOTTEN_AFTER)
    with database.read() as store:
        assert store.heartbeats.list() == []
