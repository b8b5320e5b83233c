"""Which version of each article search knows. The queries are those of the small indexes of that table."""

from collections.abc import Mapping

from sqlalchemy import Connection, bindparam, select, update

from database.articles import BEHIND, DISCARDED, articles
from database.rows import article_of
from domain.article import Article
from domain.stage import Stage

SEARCHABLE = [stage.value for stage in Stage if stage.reached(Stage.UNDERSTOOD)]


class SqlSearchMarks:
    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def behind(self, limit: int) -> list[Article]:
        found = select(articles).where(BEHIND, articles.c.stage.in_(SEARCHABLE))
        rows = self.connection.execute(found.order_by(articles.c.fetched_at, articles.c.id).limit(limit))
        return [article_of(row) for row in rows.mappings()]

    def discarded(self, limit: int) -> list[str]:
        return list(self.connection.execute(select(articles.c.id).where(DISCARDED).limit(limit)).scalars())

    def save(self, versions: Mapping[str, int]) -> None:
        if versions:
            wanted = update(articles).where(
                articles.c.id == bindparam("of"), articles.c.indexed_version != bindparam("known")
            )
            rows = [{"of": article_id, "known": version} for article_id, version in versions.items()]
            self.connection.execute(wanted.values(indexed_version=bindparam("known")), rows)
