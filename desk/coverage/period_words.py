"""The words of the last week and of the last four, against as many days before: read from a sample, a few at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from domain.analyses import PERIODS, Sampled, Statistics, WordsOfPeriod
from domain.store import Database, Store

SAMPLE = 1_500  # articles of each period, and of the one before it: some forty are read in a second
READ_AT_ONCE = 8  # articles, so that a step is short
MAX_WORDS = 40
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """Of one period and the one before it."""

    days: int
    ids: Sequence[str]
    of: int
    before_ids: Sequence[str]
    before_of: int

    @property
    def is_comparable(self) -> bool:
        return bool(self.ids and self.before_ids)


def samples(store: Store, last: date) -> list[Sample]:
    return [_sample(store, days, last) for days in PERIODS]


def _sample(store: Store, days: int, last: date) -> Sample:
    first = last - (days - 1) * ONE_DAY
    ids, of = store.period_words.sample(first, last, SAMPLE)
    before_ids, before_of = store.period_words.sample(first - days * ONE_DAY, first - ONE_DAY, SAMPLE)
    return Sample(days=days, ids=ids, of=of, before_ids=before_ids, before_of=before_of)


def wanted(of: Sequence[Sample]) -> list[str]:
    """Articles that have to be read; none of a period that has nothing to be compared with."""
    return sorted({id_ for one in of if one.is_comparable for id_ in (*one.ids, *one.before_ids)})


def read_some(database: Database, statistics: Statistics, ids: Sequence[str]) -> bool:
    """Read a few of those that were not read yet, or have changed; whether there were any."""
    with database.read() as store:
        texts = store.period_words.unread(ids, READ_AT_ONCE)
        publishers = sorted(set(store.sources.names().values()))
    words = {text.id: (text.version, statistics.words(text, publishers)) for text in texts}
    if words:
        with database.write() as store:
            store.period_words.save(words)
    return bool(texts)


def compared(store: Store, statistics: Statistics, of: Sequence[Sample], last: date) -> tuple[WordsOfPeriod, ...]:
    return tuple(_words(store, statistics, one, last) for one in of)


def _words(store: Store, statistics: Statistics, sample: Sample, last: date) -> WordsOfPeriod:
    comparable = sample.is_comparable
    own = store.period_words.counts(sample.ids if comparable else [])
    before = store.period_words.counts(sample.before_ids if comparable else [])
    return WordsOfPeriod(
        days=sample.days,
        last=last,
        own=Sampled(read=own.articles, of=sample.of),
        before=Sampled(read=before.articles, of=sample.before_of),
        words=tuple(statistics.compared(own, before)[:MAX_WORDS]),
    )
