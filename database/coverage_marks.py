"""Marks of articles that changed, for the counters: written by whoever changes one, in the same transaction.

Rows are only added, so that no two writers ever wait for each other here; whoever counts takes them away.
"""

from collections.abc import Iterable

from sqlalchemy import Column, Connection, Select, String, Table, insert

from database.tables import Id, metadata

coverage_marks = Table(
    "coverage_marks",
    metadata,
    Column("id", Id, primary_key=True),
    Column("article_id", String(200), nullable=False),
)


def mark(connection: Connection, article_ids: Iterable[str]) -> None:
    if rows := [{"article_id": one} for one in article_ids]:
        connection.execute(insert(coverage_marks), rows)


def mark_found(connection: Connection, article_ids: Select[tuple[str]]) -> None:
    """The same for those that a query finds."""
    connection.execute(insert(coverage_marks).from_select(["article_id"], article_ids))
