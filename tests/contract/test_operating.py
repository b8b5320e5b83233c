"""What an administrator is shown of a desk that runs, in all databases."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from database.engine import SqlDatabase
from desk import operating
from desk.operating import Operation, State, ToDo
from desk.running import Fault
from domain.hosts import HostPause
from domain.message import say
from domain.running import Heartbeat, Part
from domain.sources import FeedKind
from domain.stage import Stage
from domain.work import Lease
from tests.making import NOON, PAPER, an_article, with_sources

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


def a_beat(
    part: Part, process: str, *, heard: timedelta = timedelta(), moved: timedelta | None = None, began: timedelta = HOUR
) -> Heartbeat:
    stood = heard if moved is None else moved
    return Heartbeat(part=part, process=process, started_at=NOON - began, beat_at=NOON - heard, moved_at=NOON - stood)


def looked(database: SqlDatabase, beats: Sequence[Heartbeat] = ()) -> Operation:
    with database.write() as store:
        for beat in beats:
            store.heartbeats.save(beat)
    with database.read() as store:
        return operating.look(store, NOON, NOON)


def test_what_is_silent_or_stands_still_comes_first_with_what_to_do(database: SqlDatabase) -> None:
    shown = looked(
        database,
        [
            a_beat(Part.CRAWLER, "may-3:31"),
            a_beat(Part.READER, "may-2:23", heard=2 * MINUTE),  # another one reads
            a_beat(Part.READER, "may-4:41"),
            a_beat(Part.INDEXER, "may-1:12", moved=5 * MINUTE),
            a_beat(Part.STANDBY, "may-2:22"),
            a_beat(Part.PLACER, "may-1:11"),
            a_beat(Part.CRAWLER, "may-5:51", heard=9 * MINUTE, began=2 * HOUR),
            a_beat(Part.CRAWLER, "may-5:52", began=8 * MINUTE),  # the same, started anew
        ],
    )
    assert [(one.heartbeat.process, one.state, one.to_do) for one in shown.processes] == [
        ("may-1:12", State.STANDS, say(ToDo.RESTART, machine="may-1", number="12")),
        ("may-2:23", State.SILENT, say(ToDo.START_LATER, machine="may-2")),
        ("may-1:11", State.RUNS, None),
        ("may-2:22", State.RUNS, None),
        ("may-4:41", State.RUNS, None),
        ("may-3:31", State.RUNS, None),
        ("may-5:52", State.RUNS, None),
    ]
    assert [one.heartbeat.process for one in shown.leaders] == ["may-1:11"]
    assert not shown.is_well


def test_a_leader_that_is_silent_is_missed_until_another_leads(database: SqlDatabase) -> None:
    silent = a_beat(Part.PLACER, "may-1:11", heard=2 * MINUTE)
    shown = looked(database, [silent, a_beat(Part.STANDBY, "may-2:22")])
    assert [one.to_do for one in shown.processes] == [say(ToDo.START, machine="may-1"), None]
    assert shown.leaders == []
    shown = looked(database, [a_beat(Part.PLACER, "may-3:33")])
    assert [one.to_do for one in shown.processes] == [say(ToDo.START_LATER, machine="may-1"), None, None]
    shown = looked(database, [a_beat(Part.STANDBY, "may-1:12", began=MINUTE)])  # started anew, it stands by
    assert [one.heartbeat.process for one in shown.processes] == ["may-3:33", "may-1:12", "may-2:22"]


def test_the_worker_of_a_small_desk_leads(database: SqlDatabase) -> None:
    assert [one.heartbeat.process for one in looked(database, [a_beat(Part.WORKER, "may-1:9")]).leaders] == ["may-1:9"]


def test_a_process_tells_its_own_faults_and_one_whose_end_was_seen_is_silent_at_once(database: SqlDatabase) -> None:
    jumped = say(Fault.CLOCK_BACK, minutes=9)
    ended = replace(a_beat(Part.WORKER, "a:2"), faults=(say(Fault.SILENT, part=Part.WORKER, since=NOON),))
    shown = looked(database, [replace(a_beat(Part.CRAWLER, "a:1"), faults=(jumped,)), ended])
    assert [(one.state, one.told) for one in shown.processes] == [(State.SILENT, []), (State.RUNS, [jumped])]
    assert not shown.is_well


def test_what_waits_is_counted_by_stage_with_the_oldest_that_may_go_on(database: SqlDatabase) -> None:
    with database.write() as store:
        with_sources(store)
        old = [an_article(key, stage=Stage.FETCHED, fetched_at=NOON - HOUR) for key in ("a", "b")]
        store.articles.add([*old, an_article("c", stage=Stage.UNDERSTOOD), an_article("d", stage=Stage.QUEUED)])
    shown = looked(database)
    assert [(one.stage, one.number, one.since) for one in shown.stages] == [
        (Stage.FETCHED, 2, NOON - HOUR),
        (Stage.EXTRACTED, 0, None),
        (Stage.UNDERSTOOD, 1, NOON),
    ]
    assert shown.search_lacks == 2
    assert [fault.params["part"] for fault in shown.faults] == [Part.READER, Part.INDEXER]


def test_hosts_are_shown_with_what_is_most_overdue_first_and_how_many_more_there_are(database: SqlDatabase) -> None:
    lease = Lease(token="may-3:31:0a1b2c3d", lasts=MINUTE)
    with database.write() as store:
        with_sources(store)
        for number in range(operating.HOSTS_SHOWN + 2):
            store.feeds.add(PAPER.id, f"https://n{number}.vn/rss", FeedKind.FEED, "", NOON - HOUR + number * MINUTE)
        store.feeds.add(PAPER.id, "https://n0.vn/muc", FeedKind.FEED, "", NOON - MINUTE)
        store.hosts.take(["n0.vn", "rests.vn"], lease)
        store.hosts.note([HostPause(host="n0.vn", delay_seconds=30.0)], lease)
    shown = looked(database)
    first = shown.hosts[0]
    assert (first.name, first.due, first.due_since) == ("n0.vn", 2, NOON - HOUR)
    assert (first.held_by, first.delay_seconds) == ("may-3:31", 30.0)
    assert [one.name for one in shown.hosts] == [f"n{number}.vn" for number in range(operating.HOSTS_SHOWN)]
    assert shown.more_hosts == 3  # two that are due, and one that is held
