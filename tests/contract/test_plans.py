"""PostgreSQL walks no large table for a question of the path, the crawler or the screens.

The plans are those that it ran, with the rows that each node met: auto_explain tells them to the connection that asked.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Connection, text

from bench.growth_queries import EVERYTHING, Asked
from bench.growth_rows import GrownDesk, fill
from database.engine import SqlDatabase, open_engine
from database.store import SqlStore
from desk.ranking.ranker import Ranker
from nlp.places.units import VietnamGazetteer

DESK = GrownDesk(articles=20_000, a_day=100, per_item=50, per_warning=50, visits_a_day=2, never_visited=240 / 20_000)
LARGE_ROWS = 5_000  # of a table; below it PostgreSQL is right to read all of it
MOST_OF_A_TABLE = 0.6
ASKED_TIMES = 8  # from the sixth on PostgreSQL may keep one plan of a prepared statement for all values
GROWING = {"articles", "outcomes", "crawl_queue", "stories", "story_places", "story_sources", "fetches"}
# These pass over 15,000 entries of an index at most, which here are all.
BOUNDED_HIGH_UP = {"queue, page 1000", "queue, a province", "queue, a source"}
TOLD = """
    LOAD 'auto_explain'; SET auto_explain.log_min_duration = 0; SET auto_explain.log_analyze = on;
    SET auto_explain.log_timing = off; SET auto_explain.log_format = json; SET client_min_messages = log
"""
Node = dict[str, Any]


@pytest.fixture(scope="module")
def desk(postgresql: str) -> Iterator[SqlDatabase]:
    name = f"desk_{uuid4().hex[:8]}"
    server = open_engine(postgresql.format("postgres"))
    with server.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    server.dispose()
    made = SqlDatabase(open_engine(postgresql.format(name)))
    fill(made, DESK)
    with made.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE"))
    yield made
    made.close()


@pytest.fixture(scope="module")
def large(desk: SqlDatabase) -> dict[str, float]:
    """Rows of each large table. Of bands, of which three days are here, 1,536 keys are asked at once: nearly all."""
    wanted = "SELECT relname, reltuples FROM pg_class WHERE relkind = 'r' AND reltuples > :rows AND relname <> 'bands'"
    with desk.engine.connect() as connection:
        found = connection.execute(text(f"{wanted} AND relnamespace = 'public'::regnamespace"), {"rows": LARGE_ROWS})
        return {row.relname: row.reltuples for row in found}


@pytest.fixture(scope="module")
def asked() -> Asked:
    gazetteer = VietnamGazetteer()
    return Asked(desk=DESK, gazetteer=gazetteer, ranker=Ranker(gazetteer=gazetteer))


@contextmanager
def plans_of(connection: Connection) -> Iterator[list[Node]]:
    """Of what is asked in the block, as it ran."""
    found: list[Node] = []
    raw: Any = connection.connection.dbapi_connection

    def heard(notice: Any) -> None:
        _, is_plan, plan = notice.message_primary.partition("plan:")
        if is_plan:
            found.append(json.loads(plan))

    raw.add_notice_handler(heard)
    connection.exec_driver_sql(TOLD)
    threshold, raw.prepare_threshold = raw.prepare_threshold, 0
    try:
        yield found
        connection.exec_driver_sql("RESET client_min_messages")  # the last plan is told when the next statement comes
    finally:
        raw.remove_notice_handler(heard)
        raw.prepare_threshold = threshold


def nodes(plan: Node) -> Iterator[Node]:
    yield plan
    for below in plan.get("Plans", ()):
        yield from nodes(below)


def met(node: Node) -> float:
    """Rows that this node met in all its turns."""
    removed = node.get("Rows Removed by Filter", 0) + node.get("Rows Removed by Index Recheck", 0)
    return float((node["Actual Rows"] + removed) * node["Actual Loops"])


def faults(plan: Node, large: dict[str, float], *, may_walk: bool = False) -> Iterator[str]:
    for node in nodes(plan["Plan"]):
        kind, table = node["Node Type"], node.get("Relation Name", "")
        walks = table in large and met(node) > MOST_OF_A_TABLE * large[table] and not may_walk
        if walks or (table in large and kind == "Seq Scan"):
            yield f"{kind} on {table}, {met(node):.0f} rows: {plan['Query Text']}"
        if kind == "Sort" and (rows := sum(map(met, node["Plans"]))) > LARGE_ROWS:
            yield f"{kind} of {rows:.0f} rows: {plan['Query Text']}"


@pytest.mark.parametrize(
    ("kind", "name"), [(kind, name) for kind, questions in EVERYTHING.items() for name in questions]
)
def test_no_large_table_is_read_or_sorted_whole(
    desk: SqlDatabase, large: dict[str, float], asked: Asked, monkeypatch: pytest.MonkeyPatch, kind: str, name: str
) -> None:
    monkeypatch.setattr("database.stories.MAX_COUNTED_STORIES", 20)  # what is bounded high up, on a desk this small
    monkeypatch.setattr("database.progress.MAX_COUNTED_ARTICLES", 50)
    with desk.engine.connect() as connection, connection.begin() as turn:
        with plans_of(connection) as plans:
            for _ in range(1 if kind == "screens" else ASKED_TIMES):
                with connection.begin_nested() as once:
                    EVERYTHING[kind][name](SqlStore(connection), asked)
                    once.rollback()
        turn.rollback()
    assert plans
    assert not [fault for plan in plans for fault in faults(plan, large, may_walk=name in BOUNDED_HIGH_UP)]


def test_the_tables_that_grow_are_large_here(large: dict[str, float]) -> None:
    assert large.keys() >= {
        "articles",
        "outcomes",
        "crawl_queue",
        "stories",
        "story_places",
        "story_sources",
        "fetches",
    }


def test_a_walk_through_a_large_table_is_seen(desk: SqlDatabase, large: dict[str, float]) -> None:
    walks = {
        "SELECT count(*) FROM articles WHERE title LIKE '%mưa%'": "Seq Scan on articles",
        "SELECT id FROM articles ORDER BY title LIMIT 5": "Sort of",
        "SELECT count(id) FROM articles WHERE id <> 'x' AND id LIKE '%a%'": " on articles",
    }
    for walk, fault in walks.items():
        with desk.read() as store, plans_of(store.connection) as plans:
            store.connection.exec_driver_sql(walk.replace("%", "%%")).all()
        assert any(fault in one for plan in plans for one in faults(plan, large)), walk
