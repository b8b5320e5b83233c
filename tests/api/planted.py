"""A desk whose coverage has something that stands out: 100 days of counts, and the articles of one busy day."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import delete, insert

from app.public_holidays import VietnamHolidays
from database.coverage import coverage_counts
from desk.coverage.analysing import Analysing
from desk.coverage.counters import Counting
from domain.analyses import Kinds, PeriodWord, SampledText, WordCounts
from domain.coverage import Grain, Kind, Sight
from domain.standing_out import DailySeries, StandingOut
from domain.times import day_of, monday_of
from domain.understanding import Section
from nlp.standing_out.finding import stand_out
from tests.api.conftest import Desk
from tests.making import NOON, PAPER

LAST = day_of(NOON) - timedelta(days=1)
BUSY = LAST - timedelta(days=3)
DAYS, USUAL, MANY = 100, 4, 24


class Syllables:
    """The real statistics of findings; words are what stands between commas."""

    def stand_out(self, series: Sequence[DailySeries], kinds: Kinds, since) -> StandingOut:
        return stand_out(series, kinds, since=since)

    def words(self, text: SampledText, publishers: Sequence[str]) -> frozenset[str]:
        return frozenset(text.title.split(", "))

    def compared(self, period: WordCounts, before: WordCounts) -> list[PeriodWord]:
        """Whatever there is more of: so few articles say nothing by the real measure."""
        rows = [(word, number, before.holding[word]) for word, number in period.holding.most_common()]
        return [PeriodWord(word=word, articles=n, before=was, z=1.0, q=0.0) for word, n, was in rows if n > was]


def analysed(desk: Desk) -> None:
    Analysing(
        database=desk.database,
        gazetteer=desk.web.gazetteer,
        public_holidays=VietnamHolidays(),
        statistics=Syllables,
        clock=lambda: NOON,
        tell=lambda _: None,
    ).finish()


def planted(desk: Desk, *, origins: int = MANY) -> None:
    """Health articles on a busy day, `origins` of which speak for themselves; all that is needed to compute stands."""
    for number in range(MANY):
        desk.publish(
            f"b{number}", title="sốt xuất huyết, Lào Cai", section=Section.HEALTH,
            published_at=NOON - timedelta(days=4, minutes=number),
        )  # fmt: skip
    for number in range(12):
        desk.publish(f"v{number}", title="bóng đá", section=Section.SPORT, published_at=NOON - timedelta(days=10))
    with desk.database.write() as store:
        days = [LAST - timedelta(days=n) for n in range(DAYS)]
        store.sights.save([Sight(source_id=PAPER.id, day=day, seen=1.0) for day in days])
    Counting(database=desk.database, gazetteer=desk.web.gazetteer, clock=lambda: NOON, tell=lambda _: None).finish()
    rows = []
    for day in days:
        number = MANY if day == BUSY else USUAL + day.toordinal() % 3
        row = {
            "start": day, "articles": number, "stories": 1, "begun": 1, "first_at": NOON, "first_id": "b0",
            "origins": origins if day == BUSY else number,
        }  # fmt: skip
        for kind, value in ((Kind.ALL, ""), (Kind.SECTION, Section.HEALTH)):
            of = {**row, "kind": kind.value, "value": str(value)}
            rows += [{**of, "grain": Grain.DAY.value}, {**of, "grain": Grain.WEEK.value, "start": monday_of(day)}]
    counted = {(row["kind"], row["grain"], row["start"]): row for row in rows}
    with desk.database.engine.begin() as connection:
        connection.execute(delete(coverage_counts))
        connection.execute(insert(coverage_counts), list(counted.values()))
    analysed(desk)
