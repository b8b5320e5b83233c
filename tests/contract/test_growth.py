"""No query of the path, the crawler or the screens grows with its table: counted in steps of SQLite's machine."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import event

from bench.growth_queries import EVERYTHING, Ask, Asked
from bench.growth_rows import NOW, SOURCES, GrownDesk, fill
from database.engine import SqlDatabase, open_engine, sqlite_url
from database.store import SqlStore
from desk.ranking.ranker import Ranker
from desk.sources import adding
from domain.stage import Stage
from nlp.places.units import VietnamGazetteer

YOUNG, OLD = (  # of 75 and 600 days; as many addresses wait
    GrownDesk(articles=number, a_day=20, visits_a_day=1, per_item=5, per_warning=5, never_visited=240 / number)
    for number in (1_500, 12_000)
)
STEPS_AT_ONCE = 50
# These gather 2,000 stories or pass over 15,000 at most, which desks as small as these do not have.
BOUNDED_HIGH_UP = {"queue, page 1000", "queue, a province", "queue, a source"}
ALL = [(kind, name) for kind, asked in EVERYTHING.items() for name in asked if name not in BOUNDED_HIGH_UP]


@pytest.fixture(scope="module")
def gazetteer() -> VietnamGazetteer:
    return VietnamGazetteer()


@pytest.fixture(scope="module")
def desks(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[SqlDatabase]]:
    folder, made = tmp_path_factory.mktemp("grown"), []
    for desk in (YOUNG, OLD):
        path = shutil.copy(migrated_sqlite, folder / f"{desk.articles}.db")
        made.append(SqlDatabase(open_engine(sqlite_url(Path(path)))))
        fill(made[-1], desk)
    yield made
    for one in made:
        one.close()


@contextmanager
def undone(database: SqlDatabase) -> Iterator[SqlStore]:
    with database.engine.connect().execution_options(desk_write=30.0) as connection, connection.begin() as turn:
        yield SqlStore(connection)
        turn.rollback()


def steps(database: SqlDatabase, ask: Callable[[SqlStore], object]) -> int:
    """How many steps SQLite's machine takes, which depends on nothing but the rows."""
    counted = [0]

    def count() -> int:
        counted[0] += STEPS_AT_ONCE
        return 0

    with undone(database) as store:
        raw = store.connection.connection.dbapi_connection
        assert raw is not None
        raw.set_progress_handler(count, STEPS_AT_ONCE)
        try:
            ask(store)
        finally:
            raw.set_progress_handler(None, 0)
    return counted[0]


@pytest.mark.parametrize(("kind", "name"), ALL)
def test_an_old_desk_is_asked_as_cheaply_as_a_young_one(
    desks: list[SqlDatabase], gazetteer: VietnamGazetteer, monkeypatch: pytest.MonkeyPatch, kind: str, name: str
) -> None:
    monkeypatch.setattr("database.stories.MAX_COUNTED_STORIES", 20)  # so that a young desk reaches them too
    monkeypatch.setattr("database.progress.MAX_COUNTED_ARTICLES", 50)
    ask: Ask = EVERYTHING[kind][name]
    ranker = Ranker(gazetteer=gazetteer)
    taken = [
        steps(database, lambda store, desk=desk: ask(store, Asked(desk=desk, gazetteer=gazetteer, ranker=ranker)))  # type: ignore[misc]
        for database, desk in zip(desks, (YOUNG, OLD), strict=True)
    ]
    assert taken[1] <= 1.5 * taken[0] + 1000, f"{taken[0]} steps became {taken[1]}"


def test_all_sources_are_asked_for_together(desks: list[SqlDatabase]) -> None:
    asked: list[str] = []
    event.listen(desks[0].engine, "before_cursor_execute", lambda _c, _cursor, sql, *_: asked.append(sql))
    with desks[0].read() as store:
        pages = adding.list_sources(store, NOW)
    assert len(pages) == SOURCES > 10 * len(asked)


def test_a_stage_is_counted_as_far_as_anybody_reads(desks: list[SqlDatabase], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("database.progress.MAX_COUNTED_ARTICLES", 50)
    with desks[0].read() as store:
        counts = store.progress.counts()
    assert (counts[Stage.QUEUED], counts[Stage.EXTRACTED]) == (50, 30)
