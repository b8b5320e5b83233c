"""10,000 fuzzed CAP messages on SQLite and on PostgreSQL: is an expired, cancelled or superseded warning ever current?

After each message the screen's own query, our own feed and a follower of that feed are compared with a plain model of
what was heard. A breach fails the run. The stream and the model are those of tests/desk; the peer is the model.
"""

import random
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL

from bench.servers import postgresql
from database.engine import SqlDatabase, open_engine, sqlite_url
from database.migrate import migrate
from tests.desk.fuzzed_desk import FuzzedDesk, run_stream

MESSAGES = 10_000
SECONDS = 900  # for each database


def run() -> dict[str, object]:
    told: dict[str, object] = {"messages wanted on each": MESSAGES}
    with tempfile.TemporaryDirectory() as folder, opened(sqlite_url(Path(folder) / "desk.db")) as database:
        told["sqlite"] = streamed(database)
    with postgresql() as url, opened(url) as database:
        told["postgresql"] = streamed(database)
    return told


@contextmanager
def opened(url: str | URL) -> Iterator[SqlDatabase]:
    database = SqlDatabase(open_engine(url))
    try:
        migrate(database.engine)
        yield database
    finally:
        database.close()


def streamed(database: SqlDatabase) -> dict[str, float]:
    desk = FuzzedDesk(random.Random(18), database)
    started = time.monotonic()
    heard = run_stream(desk, MESSAGES, started + SECONDS)
    spent = time.monotonic() - started
    return {
        "messages": heard,
        "of them, kept by two workers at once": 2 * desk.at_once,
        "warnings that had to be over, and were not current": desk.over,
        "warnings that had to be in force, and were": desk.proved,
        "breaches": 0,  # the first ends the run
        "ms a message, with all that is compared": spent / max(heard, 1) * 1000,
        "seconds": spent,
    }
