"""The list behind each number of the coverage holds exactly what the number counts, on every database."""

import random
from datetime import timedelta

from database.engine import SqlDatabase
from desk.coverage import lists
from domain.coverage import Grain, Kind, Sight
from domain.coverage_lists import Cell
from domain.store import Store
from domain.times import day_of
from tests.contract.test_counters import counting, drawn, kept
from tests.making import NOON, OTHER, PAPER, with_sources

TODAY = day_of(NOON)


def whole(store: Store, cell: Cell) -> tuple[int, int, int]:
    """Articles, stories and origins, as long as their lists are."""
    articles = lists.articles(store, cell, 1).articles
    stories = lists.stories(store, cell, 1).stories
    told = lists.independent_origins(store, cell, 1).stories
    assert len({one.id for one in articles}) == sum(one.articles for one in stories) == len(articles)
    assert [one.head_id for one in told] == [one.head_id for one in stories]
    assert store.coverage_lists.count(cell) == (len(articles), len(stories))
    return len(articles), len(stories), sum(len(one.told) for one in told)


def test_each_number_has_a_list_as_long_as_it(database: SqlDatabase) -> None:
    dice = random.Random(4)
    with database.write() as store:
        with_sources(store)
        store.sources.save(OTHER)
        store.articles.add([drawn(dice, number) for number in range(40)])
    counting(database).finish()
    counts = kept(database)
    assert {one.kind for one in counts} == set(Kind)
    with database.read() as store:
        for one in counts:
            cell = Cell(kind=one.kind, value=one.value, grain=one.grain, start=one.start)
            assert whole(store, cell) == (one.articles, one.stories, one.origins), cell
        for kind, value in {(one.kind, one.value) for one in counts}:
            days = [one for one in counts if (one.kind, one.value, one.grain) == (kind, value, Grain.DAY)]
            first, last = min(one.start for one in days), max(one.start for one in days if one.start <= TODAY)
            between = Cell(kind=kind, value=value, grain=Grain.DAY, start=first, until=last)
            number = sum(one.articles for one in days if one.start <= TODAY)
            assert store.coverage_lists.count(between)[0] == number, between
        nothing = Cell(kind=Kind.SECTION, value="%", grain=Grain.WEEK, start=TODAY - timedelta(days=TODAY.weekday()))
        assert whole(store, nothing) == (0, 0, 0)


def test_sources_are_summed_with_their_last_day_and_what_was_seen_of_them(database: SqlDatabase) -> None:
    dice = random.Random(5)
    with database.write() as store:
        with_sources(store)
        store.sources.save(OTHER)
        store.articles.add([drawn(dice, number) for number in range(30)])
        store.sights.save([Sight(source_id=PAPER.id, day=TODAY, seen=0.5)])
    counting(database).finish()
    days = [one for one in kept(database) if one.kind is Kind.SOURCE and one.grain is Grain.DAY and one.start <= TODAY]
    first = min(one.start for one in days)
    with database.read() as store:
        totals = store.counters.totals(Kind.SOURCE, [PAPER.id, OTHER.id, "gone"], Grain.DAY, first, TODAY)
        assert store.sights.of_sources([PAPER.id, OTHER.id], first, TODAY) == {PAPER.id: {TODAY: 0.5}}
    for source in (PAPER.id, OTHER.id):
        own = [one for one in days if one.value == source]
        assert totals[source].articles == sum(one.articles for one in own)
        assert totals[source].last == max(one.start for one in own)
    assert set(totals) == {PAPER.id, OTHER.id}
