"""Of which stories people were told by what they follow, whichever of their searches found it."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Boolean, Column, Connection, ForeignKey, Integer, Table, cast, delete, func, or_, select

from database.articles import articles
from database.rows import put
from database.saved_hits import PLACED
from database.tables import UTCDateTime, metadata

told_stories = Table(
    "told_stories",
    metadata,
    Column("person_id", ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    # Stories are joined and taken apart; the article that was told of goes along.
    Column("article_id", ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True, index=True),
    Column("warning", Boolean, nullable=False),  # an official warning was among what they were told of it
    Column("at", UTCDateTime, nullable=False, index=True),
)


class SqlToldStories:
    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def told(self, person_id: int, stories: Sequence[str]) -> Mapping[str, bool]:
        theirs = (told_stories.c.person_id == person_id) & or_(
            articles.c.story_id.in_(stories), articles.c.id.in_(stories)
        )
        warned = func.max(cast(told_stories.c.warning, Integer))
        found = select(PLACED, warned).join(articles, articles.c.id == told_stories.c.article_id).where(theirs)
        return {row[0]: bool(row[1]) for row in self.connection.execute(found.group_by(PLACED))}

    def tell(self, person_id: int, told: Mapping[str, bool], at: datetime) -> None:
        rows = [
            {"person_id": person_id, "article_id": article_id, "warning": warning, "at": at}
            for article_id, warning in told.items()
        ]
        put(self.connection, told_stories, rows)

    def remove_before(self, moment: datetime) -> None:
        self.connection.execute(delete(told_stories).where(told_stories.c.at < moment))
