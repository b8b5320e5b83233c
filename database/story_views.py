"""Who has opened which story. Kept for the desk's own people, for as long as the story is."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Column, Connection, ForeignKey, Table, select

from database.rows import put
from database.tables import UTCDateTime, metadata

story_views = Table(
    "story_views",
    metadata,
    Column("story_id", ForeignKey("stories.id", ondelete="CASCADE"), primary_key=True),
    Column("person_id", ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("at", UTCDateTime, nullable=False),
)


class SqlStoryViews:
    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def save(self, story_id: str, person_id: int, at: datetime) -> None:
        put(self.connection, story_views, [{"story_id": story_id, "person_id": person_id, "at": at}])

    def find(self, story_ids: Sequence[str]) -> dict[str, dict[int, datetime]]:
        """For each of these stories, who opened it and when last."""
        found: dict[str, dict[int, datetime]] = {story_id: {} for story_id in story_ids}
        rows = self.connection.execute(select(story_views).where(story_views.c.story_id.in_(story_ids))).mappings()
        for row in rows:
            found[row["story_id"]][row["person_id"]] = row["at"]
        return found
