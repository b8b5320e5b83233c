"""What editors regrouped by hand. The last word on an article counts, for the program as well."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Column, Connection, ForeignKey, String, Table, func, insert, select, update

from database.articles import articles
from database.coverage_marks import mark
from database.editorial import items
from database.rows import one_at_a_time
from database.tables import Id, UTCDateTime, metadata
from domain.message import Message
from domain.stories import Regrouping

regroupings = Table(  # what editors put elsewhere by hand; the last row of an article counts
    "regroupings",
    metadata,
    Column("id", Id, primary_key=True),
    Column("article_id", ForeignKey("articles.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("story_id", String(200), nullable=False),
    Column("at", UTCDateTime, nullable=False),
)

REGROUPINGS = 0x6C6F6F6D  # "loom": PostgreSQL's lock on their numbers


class SqlRegroupings:
    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def add(self, article_ids: Sequence[str], story_id: str, reason: Message, at: datetime) -> None:
        """Put these articles into the story, with what people have done with them, and remember it.

        One after the other until each has ended: the worker reads on from the last number it knows, and a smaller one
        that ended later would be lost to it.
        """
        one_at_a_time(self.connection, REGROUPINGS)
        here = articles.c.id.in_(article_ids)
        self.connection.execute(
            update(articles).where(here).values(story_id=story_id, assignment_reason=reason.as_json())
        )
        mark(self.connection, article_ids)
        taken = update(items).where(items.c.article_id.in_(article_ids))
        self.connection.execute(taken.values(story_id=story_id))
        rows = [{"article_id": article_id, "story_id": story_id, "at": at} for article_id in article_ids]
        self.connection.execute(insert(regroupings), rows)

    def last(self) -> int:
        return self.connection.execute(select(func.max(regroupings.c.id))).scalar() or 0

    def since(self, number: int) -> list[Regrouping]:
        """The moves after that one, in order."""
        found = (
            select(regroupings.c.id, regroupings.c.article_id, regroupings.c.story_id)
            .where(regroupings.c.id > number)
            .order_by(regroupings.c.id)
        )
        rows = self.connection.execute(found)
        return [Regrouping(number=row.id, article_id=row.article_id, story_id=row.story_id) for row in rows]

    def find(self, article_ids: Sequence[str]) -> dict[str, str]:
        """The stories into which editors put those of these articles that they moved."""
        found = select(regroupings.c.article_id, regroupings.c.story_id).where(
            regroupings.c.article_id.in_(article_ids)
        )
        return {row.article_id: row.story_id for row in self.connection.execute(found.order_by(regroupings.c.id))}
