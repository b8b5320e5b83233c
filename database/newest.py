"""The newest rows of each owner: so many entries of an index for each, however many rows it has."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Column, Connection, Select, func, literal, select, true

from database.tables import UTCDateTime

ALWAYS = datetime(1970, 1, 1, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC)


def newest_of_each(
    connection: Connection,
    key: Column[Any],
    owner: Column[Any],
    limit: int,
    between: tuple[datetime, datetime] = ALWAYS,
) -> Select[Any]:
    """The last `limit` rows of each owner between these moments, by their `at`, in no order; `key` names the owner.

    The caller says which owners. On SQLite rows that came at the same moment as the last that counts come too: it has
    no LATERAL, so that moment is looked up. There the rows are not told to begin at `begin` as well, because SQLite
    would then go through all of them from there.
    """
    table, owners, (begin, end) = key.table, owner.table, between
    if connection.dialect.name == "sqlite":
        own = table.alias()
        older = select(own.c.at).where(own.c[key.name] == owner, own.c.at >= begin, own.c.at <= end)
        last = older.order_by(own.c.at.desc()).limit(1).offset(limit - 1).scalar_subquery()
        first = func.coalesce(last, literal(begin, UTCDateTime))
        return select(table).join(owners, key == owner).where(table.c.at >= first, table.c.at <= end)
    newest = select(table).where(key == owner, table.c.at >= begin, table.c.at <= end)
    last_of_one = newest.order_by(table.c.at.desc()).limit(limit).lateral()
    return select(last_of_one).select_from(owners).join(last_of_one, true())
