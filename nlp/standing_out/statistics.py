"""`Statistics` of the domain, as bootstrap hands it to whoever computes. To import this loads scipy: do it there."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from domain.analyses import Kinds, PeriodWord, SampledText, WordCounts
from domain.standing_out import DailySeries, StandingOut
from nlp.standing_out.finding import stand_out
from nlp.standing_out.readable import WordReader
from nlp.standing_out.words import words_of_period

MAX_CHARS = 20_000  # of one article: a step stays short, and nearly all are shorter
log = logging.getLogger("diemtin.worker")


@dataclass
class CoverageStatistics:
    _reader: WordReader | None = field(default=None, init=False)

    def stand_out(self, series: Sequence[DailySeries], kinds: Kinds, since: date) -> StandingOut:
        return stand_out(series, kinds, since=since)

    def words(self, text: SampledText, publishers: Sequence[str]) -> frozenset[str]:
        if self._reader is None or self._reader.publishers != publishers:
            self._reader = WordReader(publishers=publishers)
        try:
            return self._reader.words(text.title, text.text[:MAX_CHARS], text.published_at)
        except Exception:  # one article must not keep the others from being read
            log.exception("the words of %s were not read", text.id)
            return frozenset()

    def compared(self, period: WordCounts, before: WordCounts) -> list[PeriodWord]:
        return words_of_period(period, before)
