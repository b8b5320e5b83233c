"""The lists behind the numbers of the coverage, from the narrow rows that are counted."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Text, and_, cast, func, select

from database.articles import articles
from database.coverage import coverage_articles, kept_of
from database.reports import dated
from database.rows import pieces
from database.stories import stories
from domain.coverage import CountedArticle, Kind
from domain.coverage_lists import Cell, ListedStory
from domain.reports import ReadArticle
from domain.times import start_of

own = coverage_articles.c
A_DAY = timedelta(days=1)
LISTED = {Kind.SECTION: own.sections, Kind.PLACE: own.places}  # several to an article
IN_ORDER = (own.dated, own.id)


class SqlCoverageLists:
    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def count(self, cell: Cell) -> tuple[int, int]:
        found = select(func.count(), func.count(own.story_id.distinct())).where(_within(cell))
        number, of_stories = self.connection.execute(found).one()
        return number, of_stories

    def articles(self, cell: Cell, limit: int, offset: int) -> list[ReadArticle]:
        newest = select(own.id).where(_within(cell)).order_by(own.dated.desc(), own.id)
        return self.read(self.connection.execute(newest.limit(limit).offset(offset)).scalars().all())

    def stories(self, cell: Cell, limit: int, offset: int) -> list[ListedStory]:
        number, first_at = func.count().label("number"), func.min(own.dated).label("first_at")
        grouped = select(own.story_id, number, first_at).where(_within(cell)).group_by(own.story_id)
        page = grouped.order_by(first_at.desc(), own.story_id).limit(limit).offset(offset).subquery()
        told = select(page, stories.c.title, stories.c.head_id).outerjoin(stories, stories.c.id == page.c.story_id)
        rows = self.connection.execute(told.order_by(page.c.first_at.desc(), page.c.story_id))
        return [
            ListedStory(
                id=row.story_id,
                title=row.title or "",
                head_id=row.head_id or row.story_id,
                articles=row.number,
                first_at=row.first_at,
            )
            for row in rows
        ]

    def members(self, cell: Cell, story_ids: Sequence[str]) -> list[CountedArticle]:
        found = select(coverage_articles).where(_within(cell)).order_by(*IN_ORDER)
        rows = (self.connection.execute(found.where(own.story_id.in_(some))).mappings() for some in pieces(story_ids))
        return [kept_of(row) for some in rows for row in some]

    def read(self, article_ids: Sequence[str]) -> list[ReadArticle]:
        named = select(articles.c.id, articles.c.title, articles.c.source_id, dated.label("dated"))
        found: dict[str, ReadArticle] = {}
        for some in pieces(article_ids):
            rows = self.connection.execute(named.where(articles.c.id.in_(some))).mappings()
            found |= {row["id"]: ReadArticle(**row) for row in rows}
        return [found[one] for one in article_ids if one in found]


def _within(cell: Cell) -> ColumnElement[bool]:
    days = and_(own.dated >= start_of(cell.start), own.dated < start_of(cell.last + A_DAY))
    return and_(days, *_of(cell))


def _of(cell: Cell) -> Iterable[ColumnElement[Any]]:
    if cell.kind is Kind.SOURCE:
        yield own.source_id == cell.value
    elif cell.kind in LISTED:
        yield cast(LISTED[cell.kind], Text).contains(f'"{cell.value}"', autoescape=True)
