"""What editors regrouped by hand. The last word on an article counts, for the program as well."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, func, insert, select, update

from database.tables import articles, items, moves
from domain.store import Move


class SqlMoves:
    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def make(self, article_ids: Sequence[str], story_id: str, why: str, at: datetime) -> None:
        """Put these articles into the story, with what people have done with them, and remember it."""
        here = articles.c.id.in_(article_ids)
        self.connection.execute(update(articles).where(here).values(story_id=story_id, kinship=why))
        taken = update(items).where(items.c.article_id.in_(article_ids))
        self.connection.execute(taken.values(story_id=story_id))
        rows = [{"article_id": article_id, "story_id": story_id, "at": at} for article_id in article_ids]
        self.connection.execute(insert(moves), rows)

    def last(self) -> int:
        return self.connection.execute(select(func.max(moves.c.id))).scalar() or 0

    def since(self, number: int) -> list[Move]:
        """The moves after that one, in order."""
        found = select(moves.c.id, moves.c.article_id, moves.c.story_id).where(moves.c.id > number).order_by(moves.c.id)
        rows = self.connection.execute(found)
        return [Move(number=row.id, article_id=row.article_id, story_id=row.story_id) for row in rows]

    def of(self, article_ids: Sequence[str]) -> dict[str, str]:
        """The stories into which editors put those of these articles that they moved."""
        found = select(moves.c.article_id, moves.c.story_id).where(moves.c.article_id.in_(article_ids))
        return {row.article_id: row.story_id for row in self.connection.execute(found.order_by(moves.c.id))}
