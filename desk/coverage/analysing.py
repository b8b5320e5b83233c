"""The analysing lane: what stands out, and the words of a period, once a day and after much has changed.

Who computes claims the analysis for a while, by the database's clock, and computes outside any transaction; what comes
after the claim has run out is not written. Words are read a few articles at a time and kept, so that whoever goes on
after a kill begins where the other ended.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from hashlib import sha256
from time import monotonic
from uuid import uuid4

from desk import holidays
from desk.coverage import period_words
from desk.coverage.daily_series import MAX_DAYS
from desk.coverage.period_words import Sample
from desk.coverage.standing_out import stand_out
from domain.analyses import PERIODS, Analysis, AnalysisKind, Statistics
from domain.holidays import PublicHolidays
from domain.lanes import BatchDone, Lane, TellBatch
from domain.ports import Gazetteer
from domain.store import Database, Store
from domain.times import day_of

LATE = timedelta(hours=2)  # after midnight a day's last articles are still being fetched
CLAIM = timedelta(minutes=5)  # far longer than one step takes
AGAIN_AFTER = timedelta(hours=1)  # where much has changed since
MUCH, MANY = 0.05, 20  # of the articles, and so many of them
DAYS_OF = {AnalysisKind.FINDINGS: MAX_DAYS, AnalysisKind.WORDS: 2 * max(PERIODS)}


@dataclass(kw_only=True)
class Analysing:
    database: Database
    gazetteer: Gazetteer
    public_holidays: PublicHolidays
    statistics: Callable[[], Statistics]  # made when it is needed: it loads scipy
    clock: Callable[[], datetime]
    tell: TellBatch
    _token: str = field(default_factory=lambda: uuid4().hex, init=False)
    _statistics: Statistics | None = field(default=None, init=False)
    _samples: tuple[str, Sequence[Sample]] | None = field(default=None, init=False)  # that are being read, by the basis

    def advance(self) -> bool:
        """Take one step; whether there was anything to do."""
        last = last_whole_day(self.clock())
        return self._find(last) or self._words(last)

    def finish(self) -> None:
        while self.advance():
            pass

    def _find(self, last: date) -> bool:
        claimed = self._claimed(AnalysisKind.FINDINGS, last)
        if claimed is None:
            return False
        started = monotonic()
        with self.database.read() as store:
            days_off = holidays.of(store.settings.get(), self.public_holidays)
        findings = stand_out(self.database, self.gazetteer, self._known(), days_off, last)
        with self.database.write() as store:
            claimed = Analysis(at=self.clock(), basis=claimed.basis, articles=claimed.articles, findings=findings)
            saved = store.analyses.save(AnalysisKind.FINDINGS, self._token, claimed)
        self._tell(findings.series, {"found": len(findings.found)} if saved else {}, started)
        return True

    def _words(self, last: date) -> bool:
        claimed = self._claimed(AnalysisKind.WORDS, last)
        if claimed is None:
            return False
        started = monotonic()
        samples = self._sampled(claimed.basis, last)
        ids = period_words.wanted(samples)
        if period_words.read_some(self.database, self._known(), ids):
            return True
        with self.database.read() as store:
            words = period_words.compared(store, self._known(), samples, last)
        with self.database.write() as store:
            store.period_words.forget(ids)
            claimed = Analysis(at=self.clock(), basis=claimed.basis, articles=claimed.articles, words=words)
            saved = store.analyses.save(AnalysisKind.WORDS, self._token, claimed)
        self._samples = None
        self._tell(len(ids), {"found": sum(len(one.words) for one in words)} if saved else {}, started)
        return True

    def _sampled(self, basis: str, last: date) -> Sequence[Sample]:
        """Drawn once: all that is read from now on is of this sample."""
        if self._samples is None or self._samples[0] != basis:
            with self.database.read() as store:
                self._samples = basis, period_words.samples(store, last)
        return self._samples[1]

    def _claimed(self, kind: AnalysisKind, last: date) -> Analysis | None:
        """What is to be computed, still without a result; None where it stands, or another process computes it."""
        with self.database.read() as store:
            if self._due(store, kind, last) is None:
                return None
        with self.database.write() as store:
            if not store.analyses.claim(kind, self._token, CLAIM):
                return None
            due = self._due(store, kind, last)  # again: another may have computed it meanwhile
            if due is None:
                store.analyses.release(kind, self._token)
        return due

    def _due(self, store: Store, kind: AnalysisKind, last: date) -> Analysis | None:
        goes_on = kind is AnalysisKind.WORDS and self._samples is not None
        if not goes_on and not store.coverage_days.is_settled():
            return None
        now, known = self.clock(), store.analyses.find(kind)
        articles = store.coverage_days.articles(last - timedelta(days=DAYS_OF[kind] - 1), last)
        due = Analysis(at=now, basis=_basis(store, kind, last), articles=articles)
        if known and known.basis == due.basis:
            is_soon = timedelta() <= now - known.at < AGAIN_AFTER
            if is_soon or abs(articles - known.articles) <= max(MANY, MUCH * known.articles):
                return None
        return due

    def _known(self) -> Statistics:
        if self._statistics is None:
            self._statistics = self.statistics()
        return self._statistics

    def _tell(self, claimed: int, outcomes: dict[str, int], started: float) -> None:
        seconds = monotonic() - started
        self.tell(BatchDone(lane=Lane.ANALYSING, claimed=claimed, outcomes=outcomes, seconds=seconds))


def last_whole_day(now: datetime) -> date:
    return day_of(now - LATE) - timedelta(days=1)


def _basis(store: Store, kind: AnalysisKind, last: date) -> str:
    """What an analysis rests on beside the articles, in short."""
    settings = store.settings.get()
    more = (settings.area, settings.own_days) if kind is AnalysisKind.FINDINGS else ()
    return sha256(repr((last, more)).encode()).hexdigest()
