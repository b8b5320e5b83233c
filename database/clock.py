"""The database's own time, because the clocks of workers on several machines may differ."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Float, literal
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from database.tables import UTCDateTime


class DatabaseTime(FunctionElement[datetime]):
    """The moment at which the statement runs, plus `later`."""

    name = "database_time"
    type = UTCDateTime()
    inherit_cache = True

    def __init__(self, later: timedelta | ColumnElement[float] = timedelta()) -> None:
        """`later` may be a column of seconds."""
        super().__init__(literal(later.total_seconds(), Float) if isinstance(later, timedelta) else later)


@compiles(DatabaseTime, "sqlite")
def _on_sqlite(element: DatabaseTime, compiler: Any, **more: Any) -> str:
    seconds = compiler.process(element.clauses, **more)
    return f"strftime('%Y-%m-%d %H:%M:%f000', 'now', {seconds} || ' seconds')"  # as SQLAlchemy writes a time


@compiles(DatabaseTime, "postgresql")
def _on_postgresql(element: DatabaseTime, compiler: Any, **more: Any) -> str:
    return f"(clock_timestamp() + {compiler.process(element.clauses, **more)} * interval '1 second')"
