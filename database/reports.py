"""What the reports of a month count. Stories are found by their newest article, so a past month is no walk of all."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, case, func, select

from database.articles import articles
from database.rows import story_of
from database.stories import stories, story_places
from domain.reports import Covered, ReadArticle, SectionCount
from domain.stage import Stage
from domain.story import Story, StoryState
from domain.understanding import OtherChoice, Section

STATES = [state.value for state in StoryState]  # every one, so that the index of states and times serves
dated = func.coalesce(articles.c.published_at, articles.c.fetched_at)
section_shown = case(  # an editor's goes before the program's
    (articles.c.editor_section == "", articles.c.section),
    (articles.c.editor_section == OtherChoice.UNCLEAR.value, ""),
    else_=articles.c.editor_section,
)


class SqlReports:
    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def began(self) -> datetime | None:
        """One look into the index for each stage."""
        firsts = [
            self.connection.execute(
                select(func.min(articles.c.fetched_at)).where(articles.c.stage == stage.value, articles.c.stopped == "")
            ).scalar()
            for stage in Stage
        ]
        return min((at for at in firsts if at), default=None)

    def counts(self, wanted: Covered) -> list[SectionCount]:
        told = self._counted(select(stories.c.section, func.count()).where(*_begun(wanted)), stories.c.section)
        read = self._counted(_articles(wanted, section_shown, func.count()), section_shown)
        slugs = [*(section.value for section in Section), ""]
        return [
            SectionCount(section=Section(slug) if slug else None, articles=read.get(slug, 0), stories=told.get(slug, 0))
            for slug in slugs
            if slug in told or slug in read
        ]

    def stories(self, wanted: Covered, limit: int, offset: int) -> list[Story]:
        found = select(stories).where(*_begun(wanted)).order_by(stories.c.opened_at.desc(), stories.c.id)
        return [story_of(row) for row in self.connection.execute(found.limit(limit).offset(offset)).mappings()]

    def articles(self, wanted: Covered, limit: int, offset: int) -> list[ReadArticle]:
        named = (articles.c.id, articles.c.title, articles.c.source_id, dated.label("dated"))
        found = _articles(wanted, *named).order_by(dated.desc(), articles.c.id).limit(limit).offset(offset)
        return [ReadArticle(**row) for row in self.connection.execute(found).mappings()]

    def best(self, since: datetime, until: datetime, per_section: int) -> Sequence[Story]:
        order = (stories.c.score.desc(), stories.c.members.desc(), stories.c.id)
        place = func.row_number().over(partition_by=stories.c.section, order_by=order).label("place")
        ranked = select(stories.c.id, place).where(*_newest(since), _within(stories.c.opened_at, since, until))
        first = ranked.subquery()
        found = select(stories).join(first, first.c.id == stories.c.id).where(first.c.place <= per_section)
        return [story_of(row) for row in self.connection.execute(found.order_by(*order)).mappings()]

    def _counted(self, wanted: Select[Any], by: Any) -> dict[str, int]:
        return {row[0]: row[1] for row in self.connection.execute(wanted.group_by(by))}


def _newest(since: datetime) -> tuple[ColumnElement[bool], ...]:
    return stories.c.state.in_(STATES), stories.c.newest_at >= since


def _within(at: ColumnElement[datetime], since: datetime, until: datetime) -> ColumnElement[bool]:
    return and_(at >= since, at < until)


def _here(wanted: Covered) -> ColumnElement[bool]:
    return stories.c.id.in_(select(story_places.c.story_id).where(story_places.c.place.in_(sorted(wanted.codes))))


def _begun(wanted: Covered) -> tuple[ColumnElement[bool], ...]:
    conditions = *_newest(wanted.since), _within(stories.c.opened_at, wanted.since, wanted.until), _here(wanted)
    return conditions if wanted.section is None else (*conditions, stories.c.section == str(wanted.section))


def _articles(wanted: Covered, *columns: Any) -> Select[Any]:
    """Of stories that had begun before the end of that time and went on after its beginning."""
    found = (
        select(*columns)
        .join(stories, stories.c.id == articles.c.story_id)
        .where(*_newest(wanted.since), stories.c.opened_at < wanted.until, _here(wanted))
        .where(_within(dated, wanted.since, wanted.until), articles.c.stopped == "", articles.c.withdrawn_at.is_(None))
    )
    return found if wanted.section is None else found.where(section_shown == str(wanted.section))
