"""The queue as one writes it at first: sorted by a sum computed at that moment, articles read whole."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import Engine, func, select

from database.articles import articles
from database.engine import SqlDatabase
from database.rows import article_of, story_of
from database.store import SqlStore
from database.stories import SqlStories, stories, story_places
from domain.article import Article
from domain.ranking import NEW_AT_ONCE, NEW_PER_DAY
from domain.stories import QueueFilter
from domain.story import Story


class NaiveStories(SqlStories):
    now: datetime

    def list(self, wanted: QueueFilter) -> tuple[list[Story], int]:
        found = select(stories).where(stories.c.state == wanted.state.value)
        if wanted.section:
            found = found.where(stories.c.section == wanted.section)
        if wanted.place:
            found = found.join(story_places, story_places.c.story_id == stories.c.id)
            found = found.where(story_places.c.place == wanted.place)
        age = func.julianday(self.now.strftime("%Y-%m-%d %H:%M:%S")) - func.julianday(stories.c.newest_at)
        total = self.connection.execute(select(func.count()).select_from(found.subquery())).scalar_one()
        page = found.order_by((stories.c.score + NEW_AT_ONCE - NEW_PER_DAY * age).desc(), stories.c.id)
        rows = self.connection.execute(page.limit(wanted.limit).offset(wanted.offset)).mappings()
        return [story_of(row) for row in rows], total

    def members(self, story_ids):  # type: ignore[no-untyped-def]
        grouped: dict[str, list[Article]] = {story_id: [] for story_id in story_ids}
        found = select(articles).where(articles.c.story_id.in_(story_ids), articles.c.stopped == "")
        for row in self.connection.execute(found.order_by(articles.c.fetched_at)).mappings():
            grouped[row["story_id"]].append(article_of(row))
        return grouped


class NaiveDatabase(SqlDatabase):
    def __init__(self, engine: Engine, now: datetime) -> None:
        super().__init__(engine)
        self.now = now

    @contextmanager
    def read(self) -> Iterator[SqlStore]:
        with super().read() as store:
            store.stories = NaiveStories(store.connection)
            store.stories.now = self.now
            yield store
