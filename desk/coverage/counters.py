"""The counting lane: the daily counters follow the articles (docs/decisions/0043).

Whoever changes an article leaves a mark in the same transaction. Marks make weeks dirty, and a dirty week is counted
anew from its articles, outside any transaction; if anybody has counted meanwhile, nothing is written and it is read
again. So a process may be killed anywhere, and several may count at once.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from time import monotonic

from desk.coverage import sight
from desk.coverage.counting import counted
from desk.sources.health import gives_nothing
from domain.coverage import CountedArticle, Sight
from domain.lanes import BatchDone, Lane, TellBatch
from domain.ports import Gazetteer
from domain.store import Database
from domain.times import day_of, start_of

BATCH_SIZE = 500  # articles
LOOK_EVERY = timedelta(hours=1)  # at the visits
VISITS_TELL = timedelta(days=26)  # visits are kept for thirty days, and the first days need those before them


@dataclass(kw_only=True)
class Counting:
    database: Database
    gazetteer: Gazetteer
    clock: Callable[[], datetime]
    tell: TellBatch
    _looked_at: datetime | None = field(default=None, init=False)

    def advance(self) -> bool:
        """Take one step; whether there was anything to do."""
        return self._follow() or self._count()

    def finish(self) -> None:
        """Until nothing is left."""
        while self.advance():
            pass

    def begin_anew(self) -> None:
        with self.database.write() as store:
            store.counters.begin_anew()

    def _follow(self) -> bool:
        """Take in what changed: a batch of marks, or of the walk over all articles."""
        with self.database.write() as store:
            changes = store.counters.behind(BATCH_SIZE)
            store.counters.keep(changes, [self._widened(one) for one in changes.now])
        return bool(changes.ids)

    def _widened(self, article: CountedArticle) -> CountedArticle:
        """With the units that its units lie in."""
        codes = {above for code in article.places for above in (code, *self.gazetteer.lineage(code))}
        return replace(article, places=tuple(sorted(codes)))

    def _count(self) -> bool:
        started = monotonic()
        with self.database.read() as store:
            week = store.counters.dirty()
        if week is None:
            return False
        counts = counted(week.articles, week.running)
        with self.database.write() as store:
            saved = store.counters.save(week, counts)
        outcomes = {"counted": len(week.articles)} if saved else {}
        self.tell(
            BatchDone(lane=Lane.COUNTING, claimed=len(week.articles), outcomes=outcomes, seconds=monotonic() - started)
        )
        return True

    def look(self) -> None:
        """Keep what the visits tell of when we could see, once an hour of the desk's own clock."""
        now = self.clock()
        if self._looked_at and timedelta(0) <= now - self._looked_at < LOOK_EVERY:
            return
        self._looked_at = now
        with self.database.read() as store:
            feeds, kept = store.sights.feeds(), store.sights.kept()
            blockages = store.source_history.blockages(list(feeds))
        for source_id, own in feeds.items():
            with self.database.read() as store:
                begun = None if source_id in kept else store.sights.begun(source_id)
                told_from = max(kept.get(source_id, day_of(now - VISITS_TELL)), day_of(now - VISITS_TELL))
                first = min(told_from, day_of(now)) - timedelta(days=1)
                looks = store.sights.looks(source_id, start_of(first) - sight.LEAD)
            if source_id in blockages and gives_nothing(blockages[source_id], now):
                looks = sight.until(looks, blockages[source_id].since)
            days = [first + timedelta(days=n) for n in range((day_of(now) - first).days + 1)]
            sights = [Sight(source_id=source_id, day=day, seen=sight.share(looks, own, day, now)) for day in days]
            with self.database.write() as store:
                store.sights.save([*_assumed(source_id, begun, sights), *sights])


def _assumed(source_id: str, begun: datetime | None, sights: list[Sight]) -> Iterator[Sight]:
    """Of the time before visits were kept nobody knows how it was: from its first article on a source was seen."""
    day = day_of(begun) if begun else sights[0].day
    while day < sights[0].day:
        yield Sight(source_id=source_id, day=day, seen=1.0)
        day += timedelta(days=1)
