"""Stories, ranked. `rank` grows with newness, so reading the queue is one walk along an index."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    ColumnElement,
    Connection,
    Float,
    ForeignKey,
    Index,
    Integer,
    Select,
    String,
    Table,
    Text,
    bindparam,
    delete,
    exists,
    func,
    insert,
    select,
    union_all,
    update,
)

from database.articles import articles
from database.regroupings import regroupings
from database.rows import article_of, message_of, put, story_of, story_row
from database.story_members import member_columns, member_of
from database.tables import UTCDateTime, metadata
from domain.article import Article
from domain.errors import NotFound
from domain.ports import GroupingInput, StoryAssignment
from domain.problems import Missing
from domain.ranking import rank
from domain.stage import Outcome, Stage
from domain.stories import QueueFilter
from domain.story import ArticleHeader, Story, StoryMember, StoryState
from domain.times import start_of

stories = Table(
    "stories",
    metadata,
    Column("id", String(200), primary_key=True),
    Column("head_id", String(200), nullable=False),
    Column("title", Text, nullable=False),
    Column("lead", Text, nullable=False),
    Column("source_id", String(80), nullable=False),
    Column("section", String(24), nullable=False),
    Column("second_section", String(24), nullable=False, server_default=""),
    Column("opened_at", UTCDateTime, nullable=False),
    Column("newest_at", UTCDateTime, nullable=False),
    Column("members", Integer, nullable=False),
    Column("origins", Integer, nullable=False),
    Column("state", String(12), nullable=False),
    Column("score", Float, nullable=False),
    Column(
        "rank", Float, nullable=False
    ),  # score + what newness adds; grows with newest_at, so it never needs a refresh
    Column("terms", JSON, nullable=False),
    Column("places", JSON, nullable=False),
    Column("flags", JSON, nullable=False),
    Index("ix_stories_state_rank", "state", "rank", "id"),
    Index("ix_stories_state_section_rank", "state", "section", "rank", "id"),
    Index("ix_stories_state_second_section_rank", "state", "second_section", "rank", "id"),
    Index("ix_stories_state_newest_at", "state", "newest_at"),
)

story_places = Table(
    "story_places",
    metadata,
    Column("place", String(20), primary_key=True),
    Column("story_id", ForeignKey("stories.id", ondelete="CASCADE"), primary_key=True),
    Index("ix_story_places_story_id", "story_id"),
)

story_sources = Table(
    "story_sources",
    metadata,
    Column("source_id", String(80), primary_key=True),
    Column("story_id", ForeignKey("stories.id", ondelete="CASCADE"), primary_key=True),
    Index("ix_story_sources_story_id", "story_id"),
)

CHEAP_TO_SORT_STORIES = 2000  # stories that are cheaper to sort than to meet by chance
MAX_COUNTED_STORIES = 1000  # the screen says "hơn 1.000" beyond this: counting a million rows would cost the page


STOPPED = ("", Outcome.DISCARDED.value, Outcome.QUARANTINE.value)  # every value, so that the index of stages serves
BEST_FIRST = (stories.c.rank.desc(), stories.c.id)


class SqlStories:
    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def lock(self, story_ids: Sequence[str]) -> None:
        """In the order of their ids, so that two never wait for each other. SQLite has one writer at a time anyway."""
        found = select(stories.c.id).where(stories.c.id.in_(story_ids)).order_by(stories.c.id)
        self.connection.execute(found.with_for_update()).all()

    def get(self, story_id: str) -> Story:
        row = self.connection.execute(select(stories).where(stories.c.id == story_id)).mappings().first()
        if row is None:
            raise NotFound(Missing.STORY)
        return story_of(row)

    def save(self, saved: Sequence[Story]) -> None:
        """Keep these stories as they now stand, each once."""
        if not saved:
            return
        ids = [story.id for story in saved]
        rows = [story_row(story) | {"rank": rank(story.score, story.newest_at)} for story in saved]
        put(self.connection, stories, rows)
        self.connection.execute(delete(story_places).where(story_places.c.story_id.in_(ids)))
        places = [{"place": place, "story_id": story.id} for story in saved for place in story.places]
        put(self.connection, story_places, places)
        self.connection.execute(delete(story_sources).where(story_sources.c.story_id.in_(ids)))
        members = select(articles.c.source_id, articles.c.story_id).where(articles.c.story_id.in_(ids)).distinct()
        self.connection.execute(insert(story_sources).from_select(["source_id", "story_id"], members))

    def remove(self, story_ids: Sequence[str]) -> None:
        self.connection.execute(delete(stories).where(stories.c.id.in_(story_ids)))

    def rescore(self, scored: Sequence[Story]) -> None:
        """Save only the columns that a new sum changes."""
        if not scored:
            return
        names = ("score", "rank", "terms")
        wanted = update(stories).where(stories.c.id == bindparam("of"))
        rows = [story_row(story) | {"rank": rank(story.score, story.newest_at)} for story in scored]
        values = [{"of": row["id"]} | {f"new_{name}": row[name] for name in names} for row in rows]
        self.connection.execute(wanted.values({name: bindparam(f"new_{name}") for name in names}), values)

    def states(self, story_ids: Sequence[str]) -> dict[str, StoryState]:
        """The states that editors gave those of these stories that are known."""
        found = select(stories.c.id, stories.c.state).where(stories.c.id.in_(story_ids))
        return {row.id: StoryState(row.state) for row in self.connection.execute(found)}

    def members(self, story_ids: Sequence[str]) -> dict[str, list[Article]]:
        """Each story's articles, earliest first."""
        found = select(articles).where(articles.c.story_id.in_(story_ids), articles.c.stopped == "")
        grouped: dict[str, list[Article]] = {story_id: [] for story_id in story_ids}
        for row in self.connection.execute(found).mappings():
            grouped[row["story_id"]].append(article_of(row))
        for together in grouped.values():
            together.sort(key=lambda article: (article.dated, article.id))
        return grouped

    def ranking_members(self, story_ids: Sequence[str]) -> dict[str, list[StoryMember]]:
        """The same without their texts: the columns that the sum needs."""
        found = select(*member_columns()).where(articles.c.story_id.in_(story_ids), articles.c.stopped == "")
        grouped: dict[str, list[StoryMember]] = {story_id: [] for story_id in story_ids}
        for row in self.connection.execute(found).mappings():
            grouped[row["story_id"]].append(member_of(row))
        for together in grouped.values():
            together.sort(key=lambda member: (member.dated, member.id))
        return grouped

    def headers(self, story_id: str) -> list[ArticleHeader]:
        """What a list says of the story's articles, earliest first."""
        dated = func.coalesce(articles.c.published_at, articles.c.fetched_at).label("dated")
        named = select(articles.c.id, articles.c.title, dated, articles.c.assignment_reason)
        found = named.where(articles.c.story_id == story_id, articles.c.stopped == "").order_by(dated, articles.c.id)
        return [
            ArticleHeader(id=article_id, title=title, dated=at, assignment_reason=message_of(reason))
            for article_id, title, at, reason in self.connection.execute(found)
        ]

    def heads_dated(self, story_ids: Sequence[str]) -> dict[str, datetime]:
        dated = func.coalesce(articles.c.published_at, articles.c.fetched_at).label("dated")
        found = select(stories.c.id, dated).join(articles, articles.c.id == stories.c.head_id)
        standing = (articles.c.story_id == stories.c.id) & (articles.c.stopped == "")
        rows = self.connection.execute(found.where(stories.c.id.in_(story_ids), standing))
        return {row.id: row.dated for row in rows}

    def pictured(self, story_ids: Sequence[str]) -> frozenset[str]:
        found = select(stories.c.id).join(articles, articles.c.id == stories.c.head_id)
        has_one = (articles.c.image_url != "") & articles.c.withdrawn_at.is_(None)
        return frozenset(self.connection.execute(found.where(stories.c.id.in_(story_ids), has_one)).scalars())

    def _named(self, found: Select[Any], story_id: Column[Any], named: ColumnElement[bool]) -> Select[Any]:
        """Only stories with such a row. Few are gathered and sorted; many are met soon enough on the walk by rank."""
        few = self.connection.execute(select(story_id).where(named).limit(CHEAP_TO_SORT_STORIES + 1)).all()
        if len(few) <= CHEAP_TO_SORT_STORIES:
            return found.where(stories.c.id.in_([row[0] for row in few]))
        return found.where(exists().where(story_id == stories.c.id, named))

    def placed(self, since: datetime) -> Iterable[tuple[GroupingInput, StoryAssignment]]:
        """What grouping decided for articles that came and are dated since then, in the order it decided."""
        dated = func.coalesce(articles.c.published_at, articles.c.fetched_at)
        came = articles.c.stage.in_(list(Stage)) & articles.c.stopped.in_(STOPPED) & (articles.c.fetched_at >= since)
        found = select(articles).where(came, articles.c.story_id != "", dated >= since)
        by_hand = set(
            self.connection.execute(select(regroupings.c.article_id).where(regroupings.c.at >= since)).scalars()
        )
        for row in self.connection.execute(found.order_by(articles.c.fetched_at, articles.c.id)).mappings():
            article = article_of(row)
            assignment = StoryAssignment(
                story_id=article.story_id, reason=article.assignment_reason, copy_of=article.copy_of,
                origin=article.origin, overlap=row["overlap"], by_hand=article.id in by_hand,
            )  # fmt: skip
            yield article.candidate(), assignment

    def list(self, wanted: QueueFilter) -> tuple[list[Story], int]:
        """A page of stories, best first, and how many there are (counted up to 1,000)."""
        found = select(stories).where(stories.c.state == wanted.state.value)
        if wanted.place:
            found = self._named(found, story_places.c.story_id, story_places.c.place == wanted.place)
        if wanted.places:
            found = self._named(found, story_places.c.story_id, story_places.c.place.in_(wanted.places))
        if wanted.source:
            found = self._named(found, story_sources.c.story_id, story_sources.c.source_id == wanted.source)
        if wanted.day:
            start = start_of(wanted.day)
            found = found.where(stories.c.newest_at >= start, stories.c.newest_at < start + timedelta(days=1))
        many = _in_section(found, wanted.section, MAX_COUNTED_STORIES + 1).with_only_columns(stories.c.id)
        counted = many.limit(MAX_COUNTED_STORIES + 1).subquery()
        total = self.connection.execute(select(func.count()).select_from(counted)).scalar_one()
        best = _in_section(found, wanted.section, wanted.offset + wanted.limit).order_by(*BEST_FIRST)
        ids = best.with_only_columns(stories.c.id).limit(wanted.limit).offset(wanted.offset).subquery()
        page = select(stories).where(stories.c.id.in_(select(ids.c.id))).order_by(*BEST_FIRST)
        return [story_of(row) for row in self.connection.execute(page).mappings()], total


def _in_section(found: Select[Any], section: str, limit: int) -> Select[Any]:
    """The best of them whose first or second section it is: each column is walked by its own index."""
    if not section:
        return found
    ids = found.with_only_columns(stories.c.id).order_by(*BEST_FIRST).limit(limit)
    walks = [ids.where(column == section).subquery() for column in (stories.c.section, stories.c.second_section)]
    return select(stories).where(stories.c.id.in_(union_all(*(select(walk) for walk in walks))))
