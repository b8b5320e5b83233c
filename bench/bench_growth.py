"""What each question of the path, the crawler and the screens costs on 10,000, 100,000 and 1,000,000 articles.

Milliseconds at each size on SQLite and PostgreSQL, the better of two, rolled back, and the exponent between the last
two sizes: 0 where nothing grows, 1 where the whole table is read. Rows are made up (bench/growth_rows.py); the pages of
the database lie in memory as far as they fit. For a smaller run:

    python -m bench.bench_growth 10000 100000 --database sqlite
"""

import argparse
import math
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import make_url, text

from bench.growth_queries import EVERYTHING, Ask, Asked
from bench.growth_rows import NOW, GrownDesk, fill
from bench.servers import postgresql
from database.engine import SqlDatabase, open_engine, sqlite_url
from database.store import ALL_TABLES, SqlStore
from desk.ranking.ranker import Ranker
from desk.sources.revisits import ARTICLES_LOOKED_AT, next_look
from nlp.places.units import VietnamGazetteer

SIZES = (10_000, 100_000, 1_000_000)
DATABASES = ("sqlite", "postgresql")
TWICE_UP_TO_SECONDS = 1.0  # what takes longer is asked once
FLOOR_MS = 1.0  # below it a difference is the machine's, not the table's
GROWS_FROM = 0.15  # exponent
SHARES = (0.0, 0.005, 0.02, 0.1)  # of a source's articles that it changes after they came


def run(sizes: Sequence[int] = SIZES, databases: Sequence[str] = DATABASES) -> dict[str, Any]:
    return {"visits of an article": visits()} | {name: grown(name, sizes) for name in databases}


def visits() -> dict[str, float]:
    """In its thirty days (ninety where people chose it), by the share of articles that its source changes."""
    close, quiet = _looks(is_quiet=False), _looks(is_quiet=True)
    by_share = {
        f"{share:.1%} are changed": round(close - (close - quiet) * (1 - share) ** ARTICLES_LOOKED_AT, 1)
        for share in SHARES
    }
    return {"of any source, before": close, "of one that people chose": _looks(chosen=True)} | by_share


def _looks(*, chosen: bool = False, is_quiet: bool = False) -> int:
    """As the ladder has it, where nothing is announced again."""
    number, at = 0, next_look(NOW, NOW, chosen=chosen, is_quiet=is_quiet)
    while at is not None:
        number, at = number + 1, next_look(NOW, at, chosen=chosen, is_quiet=is_quiet)
    return number


def grown(name: str, sizes: Sequence[int]) -> dict[str, Any]:
    """One database at every size."""
    asked_ms: dict[str, list[float]] = {}
    filled: dict[str, str] = {}
    for size in sizes:
        with _desk(name) as database:
            desk = GrownDesk(articles=size)
            started = time.perf_counter()
            fill(database, desk)
            _settle(database)
            seconds = time.perf_counter() - started
            bytes_by_table = _bytes(database)
            filled[f"{size:,}"] = f"{seconds:.0f} s, {sum(bytes_by_table.values()) / size:,.0f} bytes an article"
            for question, milliseconds in measured(database, desk):
                asked_ms.setdefault(question, []).append(round(milliseconds, 1))
    table = {question: [*each, exponent(sizes, each)] for question, each in asked_ms.items()}
    return {
        "filled": filled,
        "bytes an article, by table": {
            name: round(number / sizes[-1]) for name, number in bytes_by_table.items() if number > sizes[-1]
        },
        "ms at each size, exponent": {question: _line(each) for question, each in table.items()},
        "grow": [question for question, each in table.items() if each[-1] > GROWS_FROM],
        "table": [{"asked": question, "ms": each[:-1], "exponent": each[-1]} for question, each in table.items()],
    }


def exponent(sizes: Sequence[int], milliseconds: Sequence[float]) -> float:
    if len(sizes) < 2:
        return 0.0
    before, after = (max(FLOOR_MS, each) for each in milliseconds[-2:])
    return round(math.log(after / before) / math.log(sizes[-1] / sizes[-2]), 2)


def _line(each: Sequence[float]) -> str:
    return f"{' → '.join(f'{one:,.1f}' for one in each[:-1])} ms, {each[-1]:+.2f}"


def measured(database: SqlDatabase, desk: GrownDesk) -> Iterator[tuple[str, float]]:
    gazetteer = VietnamGazetteer()
    asked = Asked(desk=desk, gazetteer=gazetteer, ranker=Ranker(gazetteer=gazetteer))
    assert all((asked.batch, asked.stories, asked.largest)), "looked for once, and not while a question is timed"
    for kind, questions in EVERYTHING.items():
        for name, ask in questions.items():
            taken = [_seconds(database, ask, asked)]
            if taken[0] < TWICE_UP_TO_SECONDS:
                taken.append(_seconds(database, ask, asked))
            yield f"{kind}: {name}", min(taken) * 1000


def _seconds(database: SqlDatabase, ask: Ask, asked: Asked) -> float:
    with database.engine.connect().execution_options(desk_write=30.0) as connection, connection.begin() as turn:
        store = SqlStore(connection)
        started = time.perf_counter()
        ask(store, asked)
        taken = time.perf_counter() - started
        turn.rollback()
    return taken


@contextmanager
def _desk(name: str) -> Iterator[SqlDatabase]:
    with tempfile.TemporaryDirectory() as folder:
        if name == "sqlite":
            yield from _opened(SqlDatabase(open_engine(sqlite_url(Path(folder) / "diemtin.db"))))
            return
        with postgresql() as address:
            yield from _opened(SqlDatabase(open_engine(make_url(address))))


def _opened(database: SqlDatabase) -> Iterator[SqlDatabase]:
    try:
        yield database
    finally:
        database.close()


def _settle(database: SqlDatabase) -> None:
    """What PostgreSQL does by itself within minutes; SQLite keeps no figures of its tables here, nor has a desk any."""
    if database.engine.dialect.name == "postgresql":
        with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))


def _bytes(database: SqlDatabase) -> dict[str, int]:
    """With their indexes. SQLite tells only of the whole file."""
    with database.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
            return {"all": Path(str(database.engine.url.database)).stat().st_size}
        size = text("SELECT pg_total_relation_size(CAST(:name AS regclass))")
        return {
            table.name: int(connection.execute(size, {"name": table.name}).scalar_one())
            for table in ALL_TABLES.sorted_tables
        }


def main() -> int:
    from bench.__main__ import show

    parser = argparse.ArgumentParser()
    parser.add_argument("sizes", type=int, nargs="*", default=SIZES)
    parser.add_argument("--database", choices=DATABASES, action="append")
    chosen = parser.parse_args()
    show(run(chosen.sizes, chosen.database or DATABASES))
    return 0


if __name__ == "__main__":
    sys.exit(main())
