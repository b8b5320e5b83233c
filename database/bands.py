"""MinHash bands of the last weeks' articles in one table: copies that no process has in its memory."""

from collections.abc import Iterable, Sequence
from operator import itemgetter

from sqlalchemy import BigInteger, Column, Connection, Integer, String, Table, delete, func, select

from database.articles import articles
from database.rows import put
from database.tables import metadata
from domain.ports import GroupingInput
from domain.stories import BandRow

bands = Table(  # MinHash bands (nlp/stories/duplicates.py); the key holds its band's place, so one column serves all 32
    "bands",
    metadata,
    Column("key", BigInteger, primary_key=True, autoincrement=False),
    Column("article_id", String(200), primary_key=True),
    Column("day", Integer, nullable=False),  # days since 1970, for forgetting
    sqlite_with_rowid=False,
)

KEYS_PER_QUERY = 8000  # keys of one IN: SQLite takes 32,766 values


class SqlBands:
    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def add(self, rows: Sequence[BandRow]) -> None:
        """In the order of the keys, so that each page of the table is visited once."""
        values = [{"key": row.key, "article_id": row.article_id, "day": row.day} for row in rows]
        put(self.connection, bands, sorted(values, key=itemgetter("key")))

    def near(self, keys: Sequence[int]) -> list[tuple[int, str]]:
        """(key, article) for every article that has one of these keys."""
        found: list[tuple[int, str]] = []
        for at in range(0, len(keys), KEYS_PER_QUERY):
            wanted = select(bands.c.key, bands.c.article_id).where(bands.c.key.in_(keys[at : at + KEYS_PER_QUERY]))
            found += [(key, article_id) for key, article_id in self.connection.execute(wanted)]
        return found

    def texts(self, article_ids: Iterable[str]) -> dict[str, GroupingInput]:
        dated = func.coalesce(articles.c.published_at, articles.c.fetched_at).label("dated")
        wanted = select(articles.c.id, articles.c.title, articles.c.text, articles.c.source_id, dated)
        rows = self.connection.execute(wanted.where(articles.c.id.in_(list(article_ids)), articles.c.stopped == ""))
        return {
            row.id: GroupingInput(
                id=row.id, title=row.title, text=row.text, published_at=row.dated, source_id=row.source_id
            )
            for row in rows
        }

    def remove(self, before_day: int, first: int, last: int) -> int:
        """Drop older rows with keys in this range: a slice at a time, so that no writer waits long."""
        old = (bands.c.key >= first) & (bands.c.key <= last) & (bands.c.day < before_day)
        return self.connection.execute(delete(bands).where(old)).rowcount
