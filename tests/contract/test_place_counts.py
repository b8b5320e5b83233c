"""Articles by place: weeks and days are put together to what counting anew gives, on both databases."""

import random
from datetime import timedelta

from database.engine import SqlDatabase
from desk.coverage.counters import Counting
from desk.coverage.places import counted
from desk.coverage.series import State
from domain.coverage import Sight
from domain.stage import Stage
from domain.times import day_of
from domain.understanding import PlaceMention
from nlp.places.units import VietnamGazetteer
from tests.making import NOON, OTHER, PAPER, an_article, with_sources

TODAY = day_of(NOON)  # a Monday
CODES = ("02701", "03006", "48")
GAZETTEER = VietnamGazetteer()


def test_any_time_has_the_articles_of_its_days(database: SqlDatabase) -> None:
    dice = random.Random(3)
    days = [dice.randrange(40) for _ in range(60)]
    places = [dice.choice(CODES) for _ in days]
    with database.write() as store:
        with_sources(store)
        store.articles.add(
            [
                an_article(
                    f"n{number}",
                    stage=Stage.QUEUED,
                    story_id=f"n{number}",
                    published_at=NOON - timedelta(days=ago),
                    places=(PlaceMention(code=code, name="x", province="", start=0, end=1),),
                )
                for number, (ago, code) in enumerate(zip(days, places, strict=True))
            ]
        )
    Counting(database=database, gazetteer=GAZETTEER, clock=lambda: NOON, tell=lambda _: None).finish()
    with database.read() as store:
        for first, last in ((0, 0), (27, 0), (5, 1), (6, 0), (7, 0), (13, 7), (12, 8), (39, 3), (90, 41)):
            since, until = TODAY - timedelta(days=first), TODAY - timedelta(days=last)
            expected = {
                code: number
                for code in CODES
                if (number := sum(last <= ago <= first and one == code for ago, one in zip(days, places, strict=True)))
            }
            assert counted(store, CODES, since, until).articles == expected, (first, last)
            lao_cai = counted(store, ["15"], since, until).articles.get("15", 0)
            assert lao_cai == expected.get("02701", 0) + expected.get("03006", 0)


def test_a_place_that_nobody_wrote_of_is_blank_or_grey_as_the_time_was_seen(database: SqlDatabase) -> None:
    with database.write() as store:
        with_sources(store)
        seen = [TODAY - timedelta(days=n) for n in range(8)]
        store.sights.save([Sight(source_id=source.id, day=day, seen=0.9) for day in seen for source in (PAPER, OTHER)])
    with database.read() as store:
        for days, state, blind in ((8, State.NOTHING, 0), (9, State.NOTHING, 1), (28, State.BLIND, 20)):
            found = counted(store, CODES, TODAY - timedelta(days=days - 1), TODAY)
            assert (found.state("48"), found.blind_days) == (state, blind), days
        assert counted(store, (), TODAY, TODAY).articles == {}
