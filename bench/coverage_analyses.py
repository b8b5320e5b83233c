"""What stands out, computed once by the worker's lane on bench_coverage's desk, and the screen that shows it."""

import time
from collections.abc import Callable

from desk.coverage.analysing import Analysing
from domain.lanes import BatchDone

PATH = "/xu-huong/noi-bat"


def measured(analysing: Analysing, page: Callable[[str], object]) -> dict[str, object]:
    """Seconds of the one call over all series, and of the first step for words, which draws the sample."""
    told: list[BatchDone] = []
    analysing.tell = told.append
    findings, words = _seconds(analysing), _seconds(analysing)
    return {
        "series": told[0].claimed,
        "findings, of which none was planted": told[0].recorded,
        "all series read, tested and explained in, s": findings,
        "the sample for words drawn and 8 titles read in, s": words,
        "the screen": page(PATH),
    }


def _seconds(analysing: Analysing) -> float:
    began = time.perf_counter()
    assert analysing.advance()
    return round(time.perf_counter() - began, 2)
