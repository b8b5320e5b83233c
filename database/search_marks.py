"""Which version of each article search knows. The queries are those of the small indexes of that table."""

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, bindparam, func, select, update

from database.articles import BEHIND, DISCARDED, articles
from database.editorial import settings
from database.rows import article_of, chosen_value, put
from domain.article import Article
from domain.stage import Stage
from domain.work import MAX_COUNTED_MARKS, SearchMark

FIRST_ENGINE = "embedded"  # until 0.1.0 there was no other
SEARCHABLE = [stage.value for stage in Stage if stage.reached(Stage.UNDERSTOOD)]


class SqlSearchMarks:
    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def behind(self, limit: int) -> list[Article]:
        stage = articles.c.stage.op("||")("")  # else the index of stages is taken, with all that search knows
        found = select(articles).where(BEHIND, stage.in_(SEARCHABLE))
        rows = self.connection.execute(found.order_by(articles.c.fetched_at, articles.c.id).limit(limit))
        return [article_of(row) for row in rows.mappings()]

    def discarded(self, limit: int) -> list[str]:
        return list(self.connection.execute(select(articles.c.id).where(DISCARDED).limit(limit)).scalars())

    def count(self) -> int:
        behind = select(articles.c.stage).where(BEHIND).limit(MAX_COUNTED_MARKS).subquery()
        gone = select(articles.c.id).where(DISCARDED).limit(MAX_COUNTED_MARKS).subquery()
        lacking = select(func.count()).select_from(behind).where(behind.c.stage.in_(SEARCHABLE))
        known = select(func.count()).select_from(gone)
        return self.connection.execute(lacking).scalar_one() + self.connection.execute(known).scalar_one()

    def save(self, known: Iterable[SearchMark]) -> None:
        rows = [{"of": one.article_id, "known": one.version, "chosen": chosen_value(one.choice)} for one in known]
        if rows:
            wanted = update(articles).where(
                articles.c.id == bindparam("of"),
                articles.c.editor_section == bindparam("chosen"),
                articles.c.indexed_version != bindparam("known"),
            )
            self.connection.execute(wanted.values(indexed_version=bindparam("known")), rows)

    def engine(self) -> str:
        value = self.connection.execute(select(settings.c.value).where(settings.c.key == "search")).scalar()
        return str(value["engine"]) if value else FIRST_ENGINE

    def follow(self, engine: str) -> str:
        before = self.engine()
        if engine != before:
            put(self.connection, settings, [{"key": "search", "value": {"engine": engine}}])
        return before

    def remove(self, article_ids: Sequence[str]) -> None:
        gone = update(articles).where(articles.c.id.in_(article_ids))
        self.connection.execute(gone.values(indexed_version=0))
