"""A PostgreSQL desk's copy put into a new SQLite file. No server is needed, only pg_restore.

The rows go into tables of the copy's own schema; who asks for the file brings it to the newest one.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from itertools import groupby
from pathlib import Path

from sqlalchemy import Table

from database.backups import cells, postgresql
from database.backups.contents import Moved, Tally, same
from database.engine import WRITER_SECONDS, open_engine, sqlite_url
from database.migrate import upgrade
from database.schema import REVISIONS, reflected
from domain.errors import Unusable
from domain.trouble import Trouble


def fill(target: Path, source: Path) -> Moved:
    """Write `target`, a new file. What it holds, table by table; Unusable leaves a file to throw away."""
    os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    tables = _made(target, postgresql.revision(source))
    read = {name: Tally() for name in tables}
    with closing(sqlite3.connect(target, isolation_level=None)) as desk:
        desk.execute("BEGIN")
        for header, rows in groupby(postgresql.rows(source), key=lambda one: one[0]):
            if header.table in tables:
                _add(desk, header, (line for _, line in rows), tables[header.table], read[header.table])
        desk.execute("COMMIT")
        broken = [row[0] for row in desk.execute("PRAGMA foreign_key_check")]
        same(read, {name: _found(desk, table) for name, table in tables.items()}, str(target))
    if broken:
        raise Unusable(Trouble.RESTORE_DIFFERS, where=str(target), tables=sorted(set(broken)))
    return Moved(read)


def _made(target: Path, revision: str) -> dict[str, Table]:
    """The empty tables of that schema."""
    engine = open_engine(sqlite_url(target))
    try:
        with engine.connect().execution_options(desk_write=WRITER_SECONDS) as connection, connection.begin():
            upgrade(connection, revision)
            tables = reflected(connection).sorted_tables
    finally:
        engine.dispose()
    return {table.name: table for table in tables if table.name != REVISIONS}


def _add(
    desk: sqlite3.Connection, header: postgresql.Header, lines: Iterator[bytes], table: Table, tally: Tally
) -> None:
    """Rows of one table, whose columns the copy names in an order of its own."""
    ways = dict(zip(table.columns.keys(), cells.cells(table, wide=True), strict=True))
    of = [ways[name] for name in header.columns]
    order = [header.columns.index(name) for name in ways]

    def in_order() -> Iterator[cells.Row]:
        for line in lines:
            row = cells.row(line, of)
            yield tuple(row[place] for place in order)

    marks = ", ".join("?" * len(ways))
    statement = f"INSERT INTO {table.name} ({cells.names(table)}) VALUES ({marks})"  # noqa: S608 - our own tables
    desk.executemany(statement, tally.counting(in_order()))


def _found(desk: sqlite3.Connection, table: Table) -> Tally:
    tally, of = Tally(), cells.cells(table, wide=True)
    for row in desk.execute(f"SELECT {cells.names(table)} FROM {table.name}"):  # noqa: S608 - our own tables
        tally.count(tuple(None if value is None else one.checked(value) for value, one in zip(row, of, strict=True)))
    return tally
