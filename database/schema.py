"""Which schema a database has, asked before anything in it is touched."""

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, MetaData, text

from database.sqlite_file import untouched
from database.store import ALL_TABLES
from domain.errors import Unusable
from domain.trouble import Trouble

MIGRATIONS = Path(__file__).parent / "migrations"
REVISIONS = "alembic_version"
OURS = {"articles", "people", "log"}  # a database that has these beside its revision is a desk
SQLITE_COLUMNS = (
    "SELECT m.name, p.name FROM sqlite_master AS m JOIN pragma_table_info(m.name) AS p WHERE m.type = 'table'"
    " AND m.name NOT LIKE 'sqlite_%'"
)
POSTGRESQL_COLUMNS = (
    "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = current_schema()"
)


def scripts() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return ScriptDirectory.from_config(config)


def head() -> str:
    """The newest schema that this program knows."""
    return scripts().get_current_head() or ""


def revision_of(engine: Engine) -> str | None:
    """The schema's number; None where a new desk may be made. Unusable for what is not a desk of a known schema."""
    if engine.dialect.name != "sqlite":
        # One moment for all that is read: another process may be migrating.
        with engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
            return revision_in(connection)
    if engine.url.database is None or not Path(engine.url.database).exists():
        return None
    with untouched(Path(engine.url.database)) as file:
        return revision_in(file, engine.url.database)


def revision_in(connection: Connection | sqlite3.Connection, where: str = "") -> str | None:
    """The same, through a connection that is open. A file without tables is no new desk: something has cut it off."""
    if isinstance(connection, sqlite3.Connection):
        return _judged(_columns(connection.execute(SQLITE_COLUMNS)), connection.execute, where)
    found = _columns(connection.execute(text(POSTGRESQL_COLUMNS)))
    where = address_of(connection.engine)
    return _judged(found, lambda sql: connection.execute(text(sql)), where) if found else None


def _columns(rows: Iterable[Any]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for table, column in rows:
        found.setdefault(table, set()).add(column)
    return found


def _judged(found: dict[str, set[str]], ask: Callable[[str], Iterable[Any]], where: str) -> str:
    revisions = [row[0] for row in ask(f"SELECT version_num FROM {REVISIONS}")] if REVISIONS in found else []  # noqa: S608
    if not found.keys() >= OURS:
        raise Unusable(Trouble.DESK_FOREIGN, where=where)
    theirs, ours = known(revisions, where), head()
    if theirs == ours and (strange := _strange(found)):
        raise Unusable(Trouble.SCHEMA_ALTERED, where=where, theirs=theirs, ours=ours, things=strange)
    return theirs


def address_of(engine: Engine) -> str:
    """As people are told it: without its password."""
    return engine.url.render_as_string(hide_password=True)


def reflected(connection: Connection) -> MetaData:
    """The tables as they are there, whatever version made them."""
    found = MetaData()
    found.reflect(connection)
    return found


def known(revisions: Sequence[str], where: str) -> str:
    """The one schema that a database says it has. Unusable when this program does not know it."""
    if len(revisions) != 1:
        raise Unusable(Trouble.DESK_FOREIGN, where=where)
    [theirs], ours = revisions, head()
    if theirs not in {script.revision for script in scripts().walk_revisions()}:
        which = Trouble.SCHEMA_NEWER if theirs.isdigit() and theirs > ours else Trouble.SCHEMA_UNKNOWN
        raise Unusable(which, where=where, theirs=theirs, ours=ours)
    return theirs


def _strange(found: dict[str, set[str]]) -> list[str]:
    """Tables and columns that are missing for this revision, or should not be there."""
    wanted = {table.name: {column.name for column in table.columns} for table in ALL_TABLES.sorted_tables}
    missing = sorted(wanted.keys() - found.keys())
    return missing + [
        f"{table}.{column}" for table in sorted(wanted.keys() & found.keys()) for column in wanted[table] ^ found[table]
    ]
