"""The saved searches follow the desk in a thread of their own, beside search."""

import logging
from threading import Event

from app.outage import Outage
from desk.saved_matching import BATCH_SIZE, SavedMatching
from domain.errors import Unreachable

IDLE_SECONDS = 2.0
PAUSE_SECONDS = 10.0  # after an error, or while the cluster is away
log = logging.getLogger("diemtin.search")


def match_until(matching: SavedMatching, stop: Event) -> None:
    outage, pause, away = Outage(), 0.0, False
    while not stop.wait(pause):
        pause = PAUSE_SECONDS
        try:
            with outage.waited_out():
                pause = 0.0 if matching.advance() == BATCH_SIZE else IDLE_SECONDS
            away = False
        except Unreachable as error:
            if not away:
                log.warning("saved searches wait for the search engine; nothing is lost: %s", error)
            away = True
        except Exception:
            log.exception("saved searches were not asked")
