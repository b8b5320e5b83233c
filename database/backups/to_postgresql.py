"""A SQLite desk's copy put into PostgreSQL: in one transaction, wholly or not at all.

The rows go into tables of the copy's own schema, which are then brought to the newest one as on any desk.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Table, func, select, text
from sqlalchemy.exc import DBAPIError

from database.backups import cells
from database.backups.contents import Moved, Tally, same
from database.backups.room import make_room
from database.migrate import alone, upgrade
from database.schema import REVISIONS, address_of, reflected, revision_in
from database.sqlite_file import untouched
from domain.errors import Unusable
from domain.trouble import Trouble

CHUNK_BYTES = 1 << 16
AS_READ = ("TimeZone = 'UTC'", "DateStyle = 'ISO'", "bytea_output = 'hex'")


def fill(engine: Engine, source: Path) -> Moved:
    """What was copied, table by table, after it was read back and found equal. Unusable, and nothing changed, else."""
    with untouched(source) as desk, engine.connect() as connection, connection.begin():
        alone(connection)
        for setting in AS_READ:
            connection.exec_driver_sql(f"SET LOCAL {setting}")
        make_room(connection)
        upgrade(connection, revision_in(desk, str(source)) or "")
        tables = [table for table in reflected(connection).sorted_tables if table.name != REVISIONS]
        way = _Way(desk, connection, str(source))
        read = {table.name: way.copied(table) for table in tables}
        same(read, {table.name: way.found(table) for table in tables}, way.where)
        for table in tables:
            _count_on(connection, table)
            connection.exec_driver_sql(f"ANALYZE {table.name}")
        upgrade(connection)
    return Moved(read, way.cleaned)


class _Way:
    """From the one to the other, and back for the proof."""

    def __init__(self, desk: sqlite3.Connection, connection: Connection, source: str) -> None:
        self.desk, self.connection, self.source = desk, connection, source
        self.where, self.cleaned = address_of(connection.engine), 0

    def copied(self, table: Table) -> Tally:
        tally, of = Tally(), cells.cells(table, wide=False)
        with self._copy(f"COPY {table.name} ({cells.names(table)}) FROM STDIN") as copy:
            chunk = bytearray()
            for row in tally.counting(self._rows(table, of)):
                chunk += cells.line(row, of)
                if len(chunk) >= CHUNK_BYTES:
                    copy.write(bytes(chunk))
                    chunk.clear()
            copy.write(bytes(chunk))
        return tally

    def found(self, table: Table) -> Tally:
        tally, of = Tally(), cells.cells(table, wide=False)
        with self._copy(f"COPY {table.name} ({cells.names(table)}) TO STDOUT") as copy:
            for line in copy:
                tally.count(cells.row(bytes(line), of))
        return tally

    def _rows(self, table: Table, of: list[cells.Cell]) -> Iterator[cells.Row]:
        for row in self.desk.execute(f"SELECT {cells.names(table)} FROM {table.name}"):  # noqa: S608 - our own tables
            yield tuple(
                None if value is None else self._checked(value, one, table, number, row)
                for number, (value, one) in enumerate(zip(row, of, strict=True))
            )

    def _checked(self, value: Any, one: cells.Cell, table: Table, number: int, row: Any) -> cells.Value:
        if isinstance(value, str) and cells.NUL in value:
            value = value.replace(cells.NUL, "")
            self.cleaned += 1
        try:
            return one.checked(value)
        except (ValueError, TypeError) as error:
            names = [column.name for column in table.columns]
            key = " ".join(str(row[names.index(column.name)]) for column in table.primary_key)
            raise Unusable(
                Trouble.RESTORE_VALUE, where=self.source, table=table.name, row=key, column=names[number]
            ) from error

    @contextmanager
    def _copy(self, statement: str) -> Iterator[Any]:
        """COPY is the driver's own; what it raises is made one of the database's errors."""
        driver: Any = self.connection.connection.dbapi_connection
        dialect = self.connection.dialect
        errors: Any = dialect.loaded_dbapi
        try:
            with driver.cursor() as cursor, cursor.copy(statement) as copy:
                yield copy
        except errors.Error as error:
            raise DBAPIError.instance(statement, None, error, errors.Error, dialect=dialect) from error


def _count_on(connection: Connection, table: Table) -> None:
    """Let the next row's number follow the highest that was copied."""
    asked = text("SELECT pg_get_serial_sequence(:table, :column)")
    for column in table.primary_key:
        sequence = connection.execute(asked, {"table": table.name, "column": column.name}).scalar()
        highest = connection.execute(select(func.max(column))).scalar() if sequence else None
        if highest is not None:
            connection.execute(select(func.setval(sequence, highest)))
