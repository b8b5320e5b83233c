"""What people said to flags. A later answer to the same evidence takes the earlier one's place."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Column, Connection, ForeignKey, Index, String, Table, Text, delete, select
from sqlalchemy.engine import RowMapping

from database.articles import articles
from database.people import people
from database.rows import insert_into, known_code
from database.tables import Id, UTCDateTime, metadata
from domain.flags import Answer, FlagAnswer
from domain.story import Flag

flag_answers = Table(
    "flag_answers",
    metadata,
    Column("id", Id, primary_key=True),
    Column("article_id", ForeignKey(articles.c.id), nullable=False),
    Column("flag", String(40), nullable=False),
    Column("evidence", String(24), nullable=False),
    Column("answer", String(12), nullable=False),
    Column("sentence", Text, nullable=False),
    Column("by", ForeignKey(people.c.id), nullable=False),
    Column("at", UTCDateTime, nullable=False),
    Index("uq_flag_answers_evidence", "article_id", "flag", "evidence", unique=True),
)
KEY = ("article_id", "flag", "evidence")


class SqlFlagAnswers:
    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def add(self, answer: FlagAnswer) -> FlagAnswer:
        row = {name: getattr(answer, name) for name in FlagAnswer.__dataclass_fields__ if name != "id"}
        wanted = insert_into(self.connection, flag_answers).values(row | {"flag": str(answer.flag)})
        rest = {name: wanted.excluded[name] for name in ("answer", "sentence", "by", "at")}
        upsert = wanted.on_conflict_do_update(index_elements=KEY, set_=rest).returning(flag_answers.c.id)
        return replace(answer, id=self.connection.execute(upsert).scalar_one())

    def remove(self, answer_id: int) -> None:
        self.connection.execute(delete(flag_answers).where(flag_answers.c.id == answer_id))

    def of_articles(self, article_ids: Sequence[str]) -> list[FlagAnswer]:
        found = select(flag_answers).where(flag_answers.c.article_id.in_(article_ids)).order_by(flag_answers.c.id)
        return [_answer_of(row) for row in self.connection.execute(found).mappings()]


def _answer_of(row: RowMapping) -> FlagAnswer:
    values: dict[str, Any] = dict(row)
    return FlagAnswer(**(values | {"flag": known_code(Flag, row["flag"]), "answer": Answer(row["answer"])}))
