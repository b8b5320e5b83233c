"""The lists behind the numbers of the coverage: articles, stories and independent origins of one day or week."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from desk.coverage.charts import MAX_SEARCH_STORIES
from desk.ranking.independent_sources import origins
from domain.coverage import FAR_AHEAD, LONG_AGO, CountedArticle
from domain.coverage_lists import Cell
from domain.errors import BadInput
from domain.ports import SearchIndex
from domain.problems import Problem
from domain.reports import ReadArticle
from domain.search import Query
from domain.store import Store
from domain.times import start_of

PER_PAGE = 50
MAX_DAYS = timedelta(days=92)  # of one list


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldStory:
    """A story of the cell, with those of its articles that the list is about."""

    title: str
    head_id: str
    articles: int  # of it, in that time
    told: tuple[ReadArticle, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """`has_more`: another page follows."""

    articles: tuple[ReadArticle, ...] = ()
    stories: tuple[ToldStory, ...] = ()
    has_more: bool


def check_days(first: date, until: date | None = None) -> None:
    last = until or first
    if not LONG_AGO.date() < first <= last < FAR_AHEAD.date() or last - first > MAX_DAYS:
        raise BadInput(Problem.COVERAGE_DATES)


def articles(store: Store, cell: Cell, page: int) -> Page:
    found = store.coverage_lists.articles(cell, PER_PAGE + 1, (page - 1) * PER_PAGE)
    return Page(articles=tuple(found[:PER_PAGE]), has_more=len(found) > PER_PAGE)


def stories(store: Store, cell: Cell, page: int) -> Page:
    found = store.coverage_lists.stories(cell, PER_PAGE + 1, (page - 1) * PER_PAGE)
    told = [ToldStory(title=one.title, head_id=one.head_id, articles=one.articles) for one in found[:PER_PAGE]]
    return Page(stories=tuple(told), has_more=len(found) > PER_PAGE)


def independent_origins(store: Store, cell: Cell, page: int) -> Page:
    """By pages of stories, each with its articles that speak for themselves, as they are counted."""
    found = store.coverage_lists.stories(cell, PER_PAGE + 1, (page - 1) * PER_PAGE)
    shown = found[:PER_PAGE]
    together: defaultdict[str, list[CountedArticle]] = defaultdict(list)
    for one in store.coverage_lists.members(cell, [story.id for story in shown]):
        together[one.story_id].append(one)
    speaking = {story: [one.id for one in origins(members)] for story, members in together.items()}
    read = {one.id: one for one in store.coverage_lists.read([id_ for ids in speaking.values() for id_ in ids])}
    told = [
        ToldStory(
            title=story.title,
            head_id=story.head_id,
            articles=story.articles,
            told=tuple(read[id_] for id_ in speaking.get(story.id, ()) if id_ in read),
        )
        for story in shown
    ]
    return Page(stories=tuple(told), has_more=len(found) > PER_PAGE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a search finds in a time: its articles, last day first, and which of them are of one story."""

    articles: tuple[str, ...]
    stories: tuple[tuple[str, ...], ...]

    def page(self, store: Store, page: int, *, by_story: bool) -> Page:
        begin, end = (page - 1) * PER_PAGE, page * PER_PAGE
        if not by_story:
            read = store.coverage_lists.read(self.articles[begin:end])
            return Page(articles=tuple(read), has_more=len(self.articles) > end)
        shown = self.stories[begin:end]
        heads = {one.id: one for one in store.coverage_lists.read([ids[0] for ids in shown])}
        told = [
            ToldStory(title=heads[ids[0]].title, head_id=ids[0], articles=len(ids)) for ids in shown if ids[0] in heads
        ]
        return Page(stories=tuple(told), has_more=len(self.stories) > end)


def found(store: Store, index: SearchIndex, text: str, first: date, last: date) -> Found | None:
    """None of more than MAX_SEARCH_STORIES. Raise Unreachable."""
    within = Query(text=text, since=start_of(first), until=start_of(last + timedelta(days=1)))
    ids = index.by_day(within, MAX_SEARCH_STORIES).ids
    if ids is None:
        return None
    in_order = sorted(
        (one for one, day in ids.items() if first <= day <= last), key=lambda one: (-ids[one].toordinal(), one)
    )
    placed = store.counters.stories(in_order)
    together: defaultdict[str, list[str]] = defaultdict(list)
    for one in in_order:
        together[placed.get(one, one)].append(one)  # what no story holds yet stands alone
    return Found(articles=tuple(in_order), stories=tuple(map(tuple, together.values())))
