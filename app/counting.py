"""The daily counters follow the desk in a thread of their own, beside whoever places."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from threading import Event
from time import monotonic

from app.beside import beside
from app.bootstrap import Services
from app.outage import Outage
from desk.coverage.counters import Counting

REST_SECONDS = 20.0  # nobody reads a day's number by the second
SHARE = 20  # at most one part in so many of the time is spent on counting
BREATH_SECONDS = 0.01  # between steps, so that an editor's click is not kept waiting
END_SECONDS = 20.0
log = logging.getLogger("diemtin.worker")


@contextmanager
def count_lane(services: Services) -> Iterator[None]:
    with beside("count", partial(count_until, services.counting()), end_seconds=END_SECONDS):
        yield


def count_until(counting: Counting, stop: Event) -> None:
    outage, pause = Outage(), 0.0
    while not stop.wait(pause):
        started = monotonic()
        try:
            with outage.waited_out():
                counting.look()
                while not stop.wait(BREATH_SECONDS) and counting.advance():
                    pass
        except Exception:
            log.exception("the coverage was not counted")
        pause = max(REST_SECONDS, SHARE * (monotonic() - started))
