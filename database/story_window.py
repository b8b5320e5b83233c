"""The stories of the last days, for the hourly regrouping: what stands where, and what people have laid hands on."""

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, func, select, update

from database.articles import articles
from database.coverage_marks import mark
from database.editorial import digests, items
from database.log import log
from database.regroupings import regroupings
from database.rows import pieces
from database.stories import stories
from database.story_views import story_views
from domain.ports import GroupingInput
from domain.stage import Stage
from domain.stories import Move
from domain.story import StoryState

DIGESTS_LOOKED_AT = 8  # the latest; older ones tell of nothing in the window
PLACED = [stage.value for stage in Stage if stage.reached(Stage.QUEUED)]
STANDING = articles.c.stage.in_(PLACED) & (articles.c.stopped == "")
# Of rows that are found by their ids: SQLite, which has no figures, would rather walk all that stand at these stages.
STANDING_AMONG = articles.c.stage.concat("").in_(PLACED) & (articles.c.stopped == "")


class SqlStoryWindow:
    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def articles(self, since: datetime, limit: int) -> list[GroupingInput]:
        """Those that came since then and are dated since then, earliest first; a walk along an index."""
        dated = func.coalesce(articles.c.published_at, articles.c.fetched_at)
        columns = (articles.c.id, articles.c.title, articles.c.text, articles.c.source_id, articles.c.places)
        here = STANDING & (articles.c.fetched_at >= since) & (dated >= since) & (articles.c.story_id != "")
        found = select(*columns, dated.label("dated")).where(here)
        latest = found.order_by(articles.c.fetched_at.desc(), articles.c.id.desc()).limit(limit)
        return sorted(map(_input_of, self.connection.execute(latest)), key=lambda one: (one.published_at, one.id))

    def stories(self, article_ids: Sequence[str]) -> dict[str, str]:
        found = select(articles.c.id, articles.c.story_id).where(STANDING_AMONG, articles.c.story_id != "")
        return {
            row.id: row.story_id for row in self._rows(lambda ids: found.where(articles.c.id.in_(ids)), article_ids)
        }

    def members(self, story_ids: Sequence[str]) -> dict[str, frozenset[str]]:
        found = select(articles.c.story_id, articles.c.id).where(articles.c.stopped == "")
        grouped: dict[str, set[str]] = {story_id: set() for story_id in story_ids}
        for row in self._rows(lambda ids: found.where(articles.c.story_id.in_(ids)), story_ids):
            grouped[row.story_id].add(row.id)
        return {story_id: frozenset(together) for story_id, together in grouped.items()}

    def held(self, story_ids: Sequence[str]) -> set[str]:
        decided = select(stories.c.id).where(stories.c.state != StoryState.OPEN.value)
        by_hand = select(articles.c.story_id).join(regroupings, regroupings.c.article_id == articles.c.id)
        marks: tuple[Callable[[Sequence[str]], Select[Any]], ...] = (
            lambda ids: decided.where(stories.c.id.in_(ids)),
            lambda ids: by_hand.where(articles.c.story_id.in_(ids)),
            lambda ids: select(items.c.story_id).where(items.c.story_id.in_(ids)),
            lambda ids: select(story_views.c.story_id).where(story_views.c.story_id.in_(ids)),
        )
        found = {row[0] for mark in marks for row in self._rows(mark, story_ids)}
        return found | ((self._logged(story_ids) | self._told()) & set(story_ids))

    def _logged(self, story_ids: Collection[str]) -> set[str]:
        """Stories of which the log says that somebody decided, and those which editors took something from for them."""
        found = select(log.c.subject, log.c.before)
        asked: set[str] = set()
        named: set[str] = set()
        todo = set(story_ids)
        while todo:
            asked |= todo
            subjects = [f"story:{one}" for one in sorted(todo)]
            rows = list(self._rows(lambda ids: found.where(log.c.subject.in_(ids)), subjects))
            named |= {row.subject.removeprefix("story:") for row in rows}
            named |= {row.before["story"] for row in rows if "story" in row.before}
            todo = named - asked
        return named

    def _told(self) -> set[str]:
        latest = select(digests.c.lines).order_by(digests.c.day.desc()).limit(DIGESTS_LOOKED_AT)
        told = [line["article_id"] for lines in self.connection.execute(latest).scalars() for line in lines]
        found = select(articles.c.story_id)
        return {row.story_id for row in self._rows(lambda ids: found.where(articles.c.id.in_(ids)), told)}

    def move(self, moves: Sequence[Move]) -> set[str]:
        """PostgreSQL skips rows that another writer holds: whoever holds one may wait for a story that we hold."""
        wanted = {one.article_id: one for one in moves}
        free = select(articles.c.id, articles.c.story_id).where(STANDING_AMONG, articles.c.lease == "")
        rows = self._rows(
            lambda ids: free.where(articles.c.id.in_(ids)).with_for_update(skip_locked=True), list(wanted)
        )
        ready = [wanted[row.id] for row in rows if row.story_id == wanted[row.id].before]
        if ready:
            named = update(articles).where(articles.c.id == bindparam("of"))
            values: dict[str, Any] = {"story_id": bindparam("to"), "assignment_reason": bindparam("why")}
            parameters = [{"of": one.article_id, "to": one.into, "why": one.reason.as_json()} for one in ready]
            self.connection.execute(named.values(values), parameters)
            mark(self.connection, [one.article_id for one in ready])
        return {one.article_id for one in ready}

    def _rows(self, wanted: Callable[[Sequence[str]], Select[Any]], ids: Sequence[str]) -> Iterator[Row[Any]]:
        for some in pieces(ids):
            yield from self.connection.execute(wanted(some))


def _input_of(row: Any) -> GroupingInput:
    return GroupingInput(
        id=row.id,
        title=row.title,
        text=row.text,
        published_at=row.dated,
        source_id=row.source_id,
        places=tuple(place["code"] for place in row.places),
    )
