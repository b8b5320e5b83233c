"""What stands out in the coverage is computed in a thread of its own, beside whoever places."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from threading import Event
from time import monotonic

from app.beside import beside
from app.bootstrap import Services
from app.outage import Outage
from desk.coverage.analysing import Analysing

FIRST_SECONDS = 90.0  # after a start there is more urgent work, and the counters are catching up
REST_SECONDS = 60.0  # it is due once a day
SHARE = 4  # of each so many parts of the time one is spent on it, while there is something to do
END_SECONDS = 20.0
log = logging.getLogger("diemtin.worker")


@contextmanager
def analyse_lane(services: Services) -> Iterator[None]:
    with beside("analyse", partial(analyse_until, services.analysing()), end_seconds=END_SECONDS):
        yield


def analyse_until(analysing: Analysing, stop: Event, first_seconds: float = FIRST_SECONDS) -> None:
    outage, pause = Outage(), first_seconds
    while not stop.wait(pause):
        started, is_busy = monotonic(), False
        try:
            with outage.waited_out():
                is_busy = analysing.advance()
        except Exception:
            log.exception("what stands out was not computed")
        pause = SHARE * (monotonic() - started) if is_busy else REST_SECONDS
