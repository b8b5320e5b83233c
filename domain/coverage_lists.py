"""What stands behind a number of the coverage: exactly the articles and stories that it counts, from the same rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from domain.coverage import CountedArticle, Grain, Kind
from domain.reports import ReadArticle


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One number: a section, place, source or all of it, on one day, in one week, or from a day to another."""

    kind: Kind
    value: str  # slug, code or id; "" of ALL
    grain: Grain
    start: date
    until: date | None = None  # the last day, where it is not that of one day or week

    @property
    def last(self) -> date:
        return self.until or self.start + timedelta(days=self.grain.days - 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedStory:
    id: str
    title: str  # "" until the story has been ranked
    head_id: str
    articles: int  # of it, in the cell
    first_at: datetime  # the first of these


class CoverageLists(Protocol):
    """Only what is counted: articles that stand in a story and were not withdrawn (docs/decisions/0043)."""

    def count(self, cell: Cell) -> tuple[int, int]: ...  # articles and stories, counted anew
    def articles(self, cell: Cell, limit: int, offset: int) -> list[ReadArticle]: ...  # newest first
    def stories(self, cell: Cell, limit: int, offset: int) -> list[ListedStory]: ...  # last begun first
    def members(self, cell: Cell, story_ids: Sequence[str]) -> list[CountedArticle]: ...  # earliest first
    def read(self, article_ids: Sequence[str]) -> list[ReadArticle]: ...  # in this order, those that are there
