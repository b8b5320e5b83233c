"""Asks our own places a few times a day whether their tokens still are good; a Zalo token is renewed on the way."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from threading import Event

from app.beside import beside
from app.bootstrap import Services
from app.outage import Outage
from desk.outlets import check_due

LOOK_EVERY_SECONDS = 60.0
END_SECONDS = 5.0  # a new token that is on its way is waited for so long
log = logging.getLogger("diemtin.outlets")


@contextmanager
def outlet_checks(services: Services) -> Iterator[None]:
    """A thread of its own: a platform that does not answer holds up neither reading nor notices."""
    with beside("outlets", partial(_check_until, services), end_seconds=END_SECONDS):
        yield


def _check_until(services: Services, stop: Event) -> None:
    outage = Outage()
    while not stop.wait(LOOK_EVERY_SECONDS):
        try:
            with outage.waited_out():
                check_due(services.database, services.outlets, services.clock())
        except Exception:
            log.exception("outlets were not checked")
