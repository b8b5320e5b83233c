"""Where a copy may go on PostgreSQL: into a database without tables, or one where nobody has begun to work."""

from sqlalchemy import Connection, Engine, Table

from database.editorial import settings
from database.heartbeats import heartbeats
from database.schema import REVISIONS, address_of, reflected, revision_in
from database.store import ALL_TABLES
from domain.errors import Unusable
from domain.trouble import Trouble

OF_NO_DESK = {heartbeats.name, settings.name}  # what processes write where nobody has begun to work


def refuse_a_desk(engine: Engine) -> None:
    """Unusable when the database holds a desk, or what is none."""
    with engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
        if revision_in(connection) is not None:
            _refuse_rows(connection, _ours(connection))


def make_room(connection: Connection) -> None:
    """Remove the empty tables of `migrate`, so that a copy brings its own. Unusable when a desk is there."""
    if revision_in(connection) is None:
        return
    there = _ours(connection)
    names = ", ".join(table.name for table in there)
    connection.exec_driver_sql(f"LOCK TABLE {names} IN ACCESS EXCLUSIVE MODE")
    _refuse_rows(connection, there)
    connection.exec_driver_sql(f"DROP TABLE {names}, {REVISIONS}")


def _ours(connection: Connection) -> list[Table]:
    return [table for table in reflected(connection).tables.values() if table.name in ALL_TABLES.tables]


def _refuse_rows(connection: Connection, tables: list[Table]) -> None:
    for table in tables:
        if table.name not in OF_NO_DESK and connection.execute(table.select().limit(1)).first():
            raise Unusable(Trouble.RESTORE_IN_USE, where=address_of(connection.engine))
