"""What bootstrap hands to whoever computes."""

from dataclasses import dataclass

import pytest

from domain.analyses import SampledText
from nlp.standing_out.statistics import MAX_CHARS, CoverageStatistics


@dataclass
class Reader:
    publishers: tuple[str, ...] = ()
    read: str = ""

    def words(self, title: str, text: str, published_at: object) -> frozenset[str]:
        self.read = text
        return frozenset([str(1 // len(title))])


def test_one_article_that_cannot_be_read_or_is_far_too_long_holds_nobody_up(caplog: pytest.LogCaptureFixture) -> None:
    statistics, reader = CoverageStatistics(), Reader()
    statistics._reader = reader  # type: ignore[assignment]
    assert statistics.words(SampledText("a", 1, "", "", None), ()) == frozenset()
    assert "the words of a were not read" in caplog.text
    assert statistics.words(SampledText("b", 1, "t", "x" * 10**6, None), ()) == {"1"}
    assert len(reader.read) == MAX_CHARS
