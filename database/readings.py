"""How each article was first read, in one small row: a source is judged by these, and its texts stay where they lie."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Boolean, Column, Connection, ForeignKey, Integer, String, Table, delete, select

from database.rows import put
from database.sources import sources
from database.tables import UTCDateTime, metadata
from domain.article import Article
from domain.stage import Outcome, Stage
from domain.work import StepResult

readings = Table(
    "readings",
    metadata,
    Column("source_id", ForeignKey("sources.id", ondelete="CASCADE"), primary_key=True),
    Column("at", UTCDateTime, primary_key=True),
    Column("article_id", String(200), primary_key=True),
    Column("dated", UTCDateTime, nullable=False),
    Column("length", Integer, nullable=False),  # characters; 0: the page was no article
    Column("title", Boolean, nullable=False),
    Column("date", Boolean, nullable=False),
    Column("byline", Boolean, nullable=False),
    sqlite_with_rowid=False,  # the rows lie in the order of the key, by which they are asked for
)

READING_RETENTION = timedelta(days=30)
JUDGED = (Outcome.MOVED_ON, Outcome.DISCARDED)


def keep_read(connection: Connection, results: Iterable[StepResult]) -> None:
    """As each was first read, because a page that is redesigned changes its old articles too."""
    first = (one for one in results if one.step is Stage.EXTRACTED and one.outcome in JUDGED)
    rows = [_row(one.article, is_article=one.outcome is Outcome.MOVED_ON) for one in first if one.article.version == 1]
    put(connection, readings, rows)


def keep_added(connection: Connection, articles: Iterable[Article]) -> None:
    """Of those that came with their text."""
    put(connection, readings, [_row(one, is_article=True) for one in articles if one.stage is not Stage.FETCHED])


def _row(article: Article, *, is_article: bool) -> dict[str, Any]:
    return {
        "source_id": article.source_id,
        "at": article.fetched_at,
        "article_id": article.id,
        "dated": article.dated,
        "length": len(article.text) if is_article else 0,
        "title": bool(article.title),
        "date": article.published_at is not None,
        "byline": bool(article.byline),
    }


def forget(connection: Connection, before: datetime) -> None:
    """Source by source, since the rows lie so."""
    ids: Sequence[str] = connection.execute(select(sources.c.id)).scalars().all()
    connection.execute(delete(readings).where(readings.c.source_id.in_(ids), readings.c.at < before))
