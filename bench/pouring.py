"""Rows by the million into an empty desk, on SQLite and PostgreSQL: through the driver, indexes built afterwards."""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from itertools import chain
from typing import Any

from sqlalchemy import Integer, Table

from database.engine import SqlDatabase

Row = dict[str, Any]
UNCHANGED = frozenset({str, int, float, bool, type(None)})


@contextmanager
def without_indexes(database: SqlDatabase, *tables: Table) -> Iterator[None]:
    """Rows go in much faster when the indexes are built afterwards."""
    indexes = [index for table in tables for index in table.indexes]
    with database.engine.begin() as connection:
        for index in indexes:
            index.drop(connection)
    yield
    with database.engine.begin() as connection:
        for index in indexes:
            index.create(connection)


def pour(database: SqlDatabase, table: Table, rows: Iterable[Row]) -> None:
    """SQLAlchemy's own types would take minutes. The rows name the same columns; the others get their defaults."""
    rows = iter(rows)
    first = next(rows, None)
    if first is None:
        return
    names, rows = list(first), chain([first], rows)
    raw = database.engine.raw_connection()
    try:
        cursor: Any = raw.cursor()
        if database.engine.dialect.name == "sqlite":
            _pour_sqlite(cursor, table.name, names, rows)
        else:
            _pour_postgresql(cursor, table, names, rows)
            raw.commit()
    finally:
        raw.close()


def _pour_sqlite(cursor: Any, table: str, names: list[str], rows: Iterable[Row]) -> None:
    cursor.execute("PRAGMA foreign_keys=OFF")
    cursor.execute("BEGIN IMMEDIATE")
    marks = ", ".join("?" * len(names))
    wanted = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})"
    cursor.executemany(wanted, _plain_rows(names, rows))
    cursor.execute("COMMIT")
    cursor.execute("PRAGMA foreign_keys=ON")


def _plain_rows(names: list[str], rows: Iterable[Row]) -> Iterator[tuple[Any, ...]]:
    """Most values need nothing: asking for their type first is what makes it fast."""
    for row in rows:
        values = [row[name] for name in names]
        yield tuple(value if type(value) in UNCHANGED else plain(value) for value in values)


def _pour_postgresql(cursor: Any, table: Table, names: list[str], rows: Iterable[Row]) -> None:
    cursor.execute("SET session_replication_role = replica")  # foreign keys are not checked row by row
    columns = ", ".join(f'"{name}"' for name in names)
    with cursor.copy(f"COPY {table.name} ({columns}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row([_nested(row[name]) for name in names])
    cursor.execute("SET session_replication_role = DEFAULT")
    if "id" in names and isinstance(table.c.id.type, Integer):  # the next one counts on from here
        cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), max(id)) FROM {table.name}")


def plain(value: Any) -> Any:
    """As SQLAlchemy writes it into SQLite."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(" ", "microseconds")[:-6]
    return value.isoformat() if isinstance(value, date) else _nested(value)


def _nested(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else value
