"""`Statistics` of the domain, as bootstrap hands it to whoever computes. To import this loads scipy: do it there."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from domain.analyses import Kinds, PeriodWord, SampledText, WordCounts
from domain.standing_out import DailySeries, StandingOut
from nlp.standing_out.finding import stand_out
from nlp.standing_out.readable import WordReader
from nlp.standing_out.words import words_of_period


@dataclass
class CoverageStatistics:
    _reader: WordReader | None = field(default=None, init=False)

    def stand_out(self, series: Sequence[DailySeries], kinds: Kinds, since: date) -> StandingOut:
        return stand_out(series, kinds, since=since)

    def words(self, text: SampledText, publishers: Sequence[str]) -> frozenset[str]:
        if self._reader is None or self._reader.publishers != publishers:
            self._reader = WordReader(publishers=publishers)
        return self._reader.words(text.title, text.text, text.published_at)

    def compared(self, period: WordCounts, before: WordCounts) -> list[PeriodWord]:
        return words_of_period(period, before)
