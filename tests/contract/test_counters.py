"""Daily counters: whatever happens to articles, in whatever order, they are what counting anew gives."""

import random
from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from database.articles import articles
from database.coverage import coverage_counts
from database.coverage_marks import coverage_marks
from database.engine import SqlDatabase
from desk.coverage.counters import Counting
from desk.coverage.counting import counted
from desk.ranking.independent_sources import independent
from domain.article import Article, ArticleVersion
from domain.coverage import Count, Grain, Kind, countable
from domain.message import say
from domain.ports import AssignmentReason
from domain.stage import Outcome, Stage
from domain.store import Store
from domain.stories import Move
from domain.times import day_of, monday_of
from domain.understanding import OtherChoice, PlaceMention, Section
from domain.work import StepResult
from nlp.places.units import VietnamGazetteer
from tests.making import NOON, OTHER, PAPER, an_article, with_sources

GAZETTEER = VietnamGazetteer()
BY_HAND = say(AssignmentReason.BY_HAND)
MIDNIGHT = datetime(2026, 11, 22, 17, tzinfo=UTC)  # of Monday the 23rd in Vietnam
DATES = [
    None, NOON, MIDNIGHT, MIDNIGHT - timedelta(microseconds=1), MIDNIGHT - timedelta(days=7), NOON - timedelta(days=3),
    NOON + timedelta(days=400), datetime(1, 1, 2, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC),
    datetime(2026, 2, 16, 20, tzinfo=UTC), datetime(2025, 12, 31, 18, tzinfo=UTC),
]  # fmt: skip
THINGS = 11  # that happen to articles
CODES = ("15", "03006", "10", "00008-2025", "79", "unknown")


def counting(database: SqlDatabase) -> Counting:
    return Counting(database=database, gazetteer=GAZETTEER, clock=lambda: NOON, tell=lambda _: None)


def drawn(dice: random.Random, number: int) -> Article:
    places = [
        PlaceMention(code=code, name="x", province=dice.choice(("", "15", "79")), start=0, end=1)
        for code in dice.sample(CODES, dice.randrange(2))
    ]
    return an_article(
        f"n{number}",
        stage=Stage.QUEUED,
        source_id=dice.choice((PAPER, OTHER)).id,
        story_id=dice.choice(("", "s1", "s2", "s3")),
        published_at=dice.choice(DATES),
        section=dice.choice((None, Section.HEALTH, Section.LAW)),
        second_section=dice.choice((None, Section.LAW)),
        places=tuple(places),
        copy_of=dice.choice(("", "", "x")),
        origin=dice.choice(("", "TTXVN")),
        paragraphs=tuple(dice.sample((1, 2, 3), dice.randrange(2))),
    )


def some_of(store: Store) -> list[str]:
    found = store.connection.execute(select(articles.c.id).order_by(articles.c.id))  # type: ignore[attr-defined]
    return list(found.scalars())


def come(store: Store, dice: random.Random) -> None:
    store.sources.save(OTHER)
    store.articles.add([drawn(dice, dice.randrange(12)) for _ in range(3)])


def happens(store: Store, dice: random.Random, what: int) -> None:
    """One of the things that happen to articles, to one that counts where there is any."""
    counting_now = [one for one in map(store.articles.get, some_of(store)) if one.story_id and not one.withdrawn_at]
    if not counting_now:
        return
    one = dice.choice(counting_now)
    fresh = replace(drawn(dice, 0), id=one.id, url=one.url, source_id=one.source_id, story_id=one.story_id)
    past = len(store.versions.list(one.id))
    before = ArticleVersion(article_id=one.id, version=past + 1, seen_at=NOON, title="", text="")
    into = dice.choice([story for story in ("s1", "s2", "s4") if story != one.story_id])
    result = StepResult(article=fresh, step=Stage.QUEUED, outcome=Outcome.MOVED_ON)
    things: list[Callable[[], Any]] = [
        lambda: store.articles.choose_section(one.id, dice.choice((Section.SPORT, OtherChoice.UNCLEAR))),
        lambda: store.articles.choose_section(one.id, OtherChoice.PROGRAM),
        lambda: store.articles.record([replace(result, article=replace(fresh, story_id=into))], NOON),
        lambda: store.articles.record([replace(result, step=Stage.UNDERSTOOD)], NOON),
        lambda: store.articles.record([replace(result, outcome=Outcome.DISCARDED)], NOON),
        lambda: store.versions.replace(replace(fresh, withdrawn_at=dice.choice((None, NOON))), before),
        lambda: store.arrivals.withdraw(one.id, NOON),
        lambda: store.arrivals.restart(one.id),
        lambda: store.regroupings.add([one.id], into, BY_HAND, NOON),
        lambda: store.story_window.move([Move(article_id=one.id, before=one.story_id, into=into, reason=BY_HAND)]),
        lambda: store.sources.remove(OTHER.id),
    ]
    assert len(things) == THINGS
    things[what]()


def kept(database: SqlDatabase) -> set[Count]:
    with database.read() as store:
        rows = store.connection.execute(select(coverage_counts)).mappings().all()
    return {Count(**{**row, "kind": Kind(row["kind"]), "grain": Grain(row["grain"])}) for row in rows}


def anew(database: SqlDatabase) -> set[Count]:
    """From the articles' own rows, in the plainest words."""
    with database.read() as store:
        held = [store.articles.get(one) for one in some_of(store)]
        stopped = set(store.connection.execute(select(articles.c.id).where(articles.c.stopped != "")).scalars())
    standing = [one for one in held if one.story_id and one.withdrawn_at is None and one.id not in stopped]
    cells: defaultdict[tuple[Kind, str, Grain, date], list[Article]] = defaultdict(list)
    opening: dict[str, tuple[datetime, str]] = {}
    for one in standing:
        day, at = day_of(countable(one.dated)), (countable(one.dated), one.id)
        opening[one.story_id] = min(opening.get(one.story_id, at), at)
        named = {code for place in one.places for code in (place.code, place.province) if code}
        codes = {above for code in named for above in (code, *GAZETTEER.lineage(code))}
        sections = {section.value for section in (one.section, one.second_section) if section}
        for kind, values in (
            (Kind.ALL, {""}), (Kind.SOURCE, {one.source_id}), (Kind.PLACE, codes), (Kind.SECTION, sections),
        ):  # fmt: skip
            for value in values:
                cells[kind, value, Grain.DAY, day].append(one)
                cells[kind, value, Grain.WEEK, monday_of(day)].append(one)
    return {_count(key, together, opening) for key, together in cells.items()}


def _count(key: Any, together: list[Article], opening: dict[str, tuple[datetime, str]]) -> Count:
    kind, value, grain, start = key
    stories = {one.story_id for one in together}
    began = [day_of(opening[story][0]) for story in stories]
    first = min(together, key=lambda one: (countable(one.dated), one.id))
    return Count(
        kind=kind, value=value, grain=grain, start=start, articles=len(together), stories=len(stories),
        begun=sum((day if grain is Grain.DAY else monday_of(day)) == start for day in began),
        origins=sum(independent(_in_order(together, story)) for story in stories),
        first_at=countable(first.dated), first_id=first.id,
    )  # fmt: skip


def _in_order(together: list[Article], story: str) -> list[Article]:
    return sorted((one for one in together if one.story_id == story), key=lambda one: (countable(one.dated), one.id))


@pytest.mark.parametrize("seed", range(2))
def test_whatever_happens_the_counters_are_what_counting_anew_gives(database: SqlDatabase, seed: int) -> None:
    dice = random.Random(seed)
    lanes = [counting(database), counting(database)]
    with database.write() as store:
        with_sources(store)
    for what in dice.sample(range(THINGS), THINGS):
        with database.write() as store:
            come(store, dice)
        for _ in range(dice.randrange(4)):
            dice.choice(lanes).advance()  # and is killed after so many steps
        if dice.random() < 0.7:
            dice.choice(lanes).finish()
        with database.write() as store:
            happens(store, dice, what)
        dice.choice(lanes).finish()
        assert kept(database) == anew(database), what
    before = kept(database)
    lanes[0].begin_anew()
    lanes[1].finish()
    assert kept(database) == before != set()
    with database.read() as store:
        assert store.connection.execute(select(coverage_marks)).all() == []


def test_who_counted_from_what_is_no_longer_so_writes_nothing(database: SqlDatabase) -> None:
    late, other = counting(database), counting(database)
    with database.write() as store:
        with_sources(store)
        store.articles.add([an_article("a", stage=Stage.QUEUED, story_id="s")])
    late.finish()
    with database.write() as store:
        store.counters.begin_anew()
    while other._follow():
        pass  # it has walked, and counted nothing yet
    with database.read() as store:
        seen = store.counters.dirty()
    assert seen is not None
    with database.write() as store:
        store.articles.add([an_article("b", stage=Stage.QUEUED, story_id="s")])
    other.finish()

    with database.write() as store:
        assert not store.counters.save(seen, counted(seen.articles, seen.running))

    late.finish()
    assert kept(database) == anew(database)


def test_two_count_at_once_while_articles_come(database: SqlDatabase) -> None:
    if database.engine.url.database in (None, ""):
        pytest.skip("one connection: two threads cannot share it")
    with database.write() as store:
        with_sources(store)

    def more(first: int) -> None:
        for number in range(first, first + 8):
            with database.write() as store:
                store.articles.add([an_article(f"c{number}", stage=Stage.QUEUED, story_id=f"s{number % 3}")])
            counting(database).finish()

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(more, first) for first in (0, 8)]:
            done.result()

    counting(database).finish()
    assert kept(database) == anew(database)
    [day] = [one for one in kept(database) if one.kind is Kind.ALL and one.grain is Grain.DAY]
    assert (day.articles, day.stories) == (16, 3)
