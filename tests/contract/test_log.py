"""The log as people ask it: by person, by day, by what it is about, a page at a time."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event

from database.engine import SqlDatabase
from domain.log import LogEntry, LogFilter, LogKind

NOON = datetime(2026, 11, 23, 5, tzinfo=UTC)
MIDNIGHT = datetime(2026, 11, 22, 17, tzinfo=UTC)  # the 23rd begins in Vietnam


def an_entry(who: str, subject: str, at: datetime = NOON) -> LogEntry:
    return LogEntry(id=0, at=at, who=who, action="pick", subject=subject)


ENTRIES = (
    an_entry("Lan", "item:1", MIDNIGHT - timedelta(seconds=1)),
    an_entry("Lan", "item:2", MIDNIGHT),
    an_entry("Hùng", "item:2"),
    an_entry("diemtin", "story"),
    an_entry("Lan", "desk"),
    an_entry("Hùng", "item:3", MIDNIGHT + timedelta(days=1, seconds=-1)),
    an_entry("Lan", "story:x:y", MIDNIGHT + timedelta(days=1)),
    an_entry("Lan", "item:4", MIDNIGHT - timedelta(hours=1)),  # the machine's clock was set back
)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (LogFilter(), [8, 7, 6, 5, 4, 3, 2, 1]),
        (LogFilter(who="Lan"), [8, 7, 5, 2, 1]),
        (LogFilter(who="lan"), []),
        (LogFilter(who="Hùng", kind=LogKind.ITEM), [6, 3]),
        (LogFilter(kind=LogKind.STORY), [7, 4]),
        (LogFilter(kind=LogKind.DESK), [5]),
        (LogFilter(kind=LogKind.PERSON), []),
        (LogFilter(day=date(2026, 11, 23)), [6, 5, 4, 3, 2]),
        (LogFilter(day=date(2026, 11, 22)), [8, 1]),
        (LogFilter(day=date(2026, 11, 21)), []),
        (LogFilter(day=date(2026, 11, 23), who="Lan"), [5, 2]),
        (LogFilter(day=date(2026, 11, 23), who="Lan", kind=LogKind.ITEM), [2]),
        (LogFilter(before=5), [4, 3, 2, 1]),
        (LogFilter(before=5, who="Lan"), [2, 1]),
        (LogFilter(before=1), []),
    ],
)
def test_the_log_is_asked_by_person_day_and_kind(database: SqlDatabase, wanted: LogFilter, found: list[int]) -> None:
    with database.write() as store:
        for entry in ENTRIES:
            store.log.add(entry)
        first = store.log.list(9)[-1].id
        moved = LogFilter(
            who=wanted.who, kind=wanted.kind, day=wanted.day, before=wanted.before and wanted.before + first - 1
        )
        assert [entry.id - first + 1 for entry in store.log.list(9, wanted=moved)] == found
        assert [entry.id - first + 1 for entry in store.log.list(1, wanted=moved)] == found[:1]
        assert sorted(store.log.names()) == ["Hùng", "Lan", "diemtin"]


@pytest.mark.parametrize("who", ["", "Lan"])
@pytest.mark.parametrize("kind", [None, LogKind.ITEM])
@pytest.mark.parametrize("day", [None, date(2026, 11, 23)])
@pytest.mark.parametrize("before", [0, 7])
def test_no_way_of_asking_the_log_scans_or_sorts_it(
    sqlite_database: SqlDatabase, who: str, kind: LogKind | None, day: date | None, before: int
) -> None:
    asked: list[tuple[str, Any]] = []

    @event.listens_for(sqlite_database.engine, "before_cursor_execute")
    def keep(_connection: object, _cursor: object, statement: str, parameters: Any, *_rest: object) -> None:
        asked.append((statement, parameters))

    with sqlite_database.read() as store:
        store.log.list(9, wanted=LogFilter(who=who, kind=kind, day=day, before=before))
        store.log.names()
    queries = [one for one in asked if "FROM log" in one[0]]
    with sqlite_database.engine.connect() as connection:
        plans = [connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}", given).all() for query, given in queries]
    steps = [str(step[3]) for plan in plans for step in plan]
    assert len(queries) == (3 if day else 2)
    assert [step for step in steps if "TEMP B-TREE" in step] == []
    unbounded = [step for step in steps if step.startswith("SCAN log")]
    assert unbounded == ([] if who or kind or day or before else ["SCAN log"]), "only the page itself, from its end"


def test_the_longest_name_of_an_article_has_its_entry(database: SqlDatabase) -> None:
    named = f"article:{'a' * 200}"
    with database.write() as store:
        store.log.add(LogEntry(id=0, at=NOON, who="Lan", action="section-chosen", subject=named))
        assert [entry.subject for entry in store.log.list(9, named)] == [named]
