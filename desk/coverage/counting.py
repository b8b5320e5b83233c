"""Counting the articles of one week: by day and week, in all and by section, place and source."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from desk.ranking.independent_sources import independent
from domain.coverage import Count, CountedArticle, Grain, Kind
from domain.times import day_of, monday_of

Key = tuple[Kind, str, Grain, date]


@dataclass(slots=True)
class _Cell:
    first: CountedArticle
    articles: int = 0
    begun: int = 0
    stories: defaultdict[str, list[CountedArticle]] = field(default_factory=lambda: defaultdict(list))


def counted(articles: Sequence[CountedArticle], running: Collection[str]) -> list[Count]:
    """`articles` are all of one week; `running` are the stories of theirs that had begun before it."""
    in_order = sorted(articles, key=lambda article: (article.dated, article.id))
    cells: dict[Key, _Cell] = {}
    first_days: dict[str, date] = {}
    for article in in_order:
        day = day_of(article.dated)
        begun_on = first_days.setdefault(article.story_id, day) if article.story_id not in running else None
        for kind, value in _subjects(article):
            _add(cells, (kind, value, Grain.DAY, day), article, begins=begun_on == day)
            _add(cells, (kind, value, Grain.WEEK, monday_of(day)), article, begins=begun_on is not None)
    return [_count(key, cell) for key, cell in cells.items()]


def _subjects(article: CountedArticle) -> Iterator[tuple[Kind, str]]:
    yield Kind.ALL, ""
    yield Kind.SOURCE, article.source_id
    yield from ((Kind.SECTION, section) for section in article.sections)
    yield from ((Kind.PLACE, place) for place in article.places)


def _add(cells: dict[Key, _Cell], key: Key, article: CountedArticle, *, begins: bool) -> None:
    cell = cells.get(key)
    if cell is None:
        cell = cells[key] = _Cell(first=article)
    cell.articles += 1
    cell.begun += begins and article.story_id not in cell.stories
    cell.stories[article.story_id].append(article)


def _count(key: Key, cell: _Cell) -> Count:
    kind, value, grain, start = key
    return Count(
        kind=kind,
        value=value,
        grain=grain,
        start=start,
        articles=cell.articles,
        stories=len(cell.stories),
        begun=cell.begun,
        origins=sum(1 if len(members) == 1 else independent(members) for members in cell.stories.values()),
        first_at=cell.first.dated,
        first_id=cell.first.id,
    )
