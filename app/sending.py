"""The lane that sends: a thread of its own, so that no channel, however slow, holds up reading."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

from sqlalchemy.exc import DBAPIError, OperationalError

from alerts.sender import Sender
from app.bootstrap import Services
from database.faults import is_away
from desk.outbox.kinds import KINDS

IDLE_SECONDS = 0.5
PAUSE_SECONDS = 5.0  # after an error
END_SECONDS = 10.0  # what is being sent is waited for so long, so that it is not sent again
log = logging.getLogger("diemtin.send")


@contextmanager
def send_lane(services: Services) -> Iterator[None]:
    """Sends what is due while the block runs."""
    stop = Event()
    lane = Thread(target=_send_until, args=(services.sender(), stop), name="send", daemon=True)
    lane.start()
    try:
        yield
    finally:
        stop.set()
        lane.join(END_SECONDS)


def _send_until(sender: Sender, stop: Event) -> None:
    pause = 0.0
    while not stop.wait(pause):
        try:
            pause = 0.0 if sender.send_due() else IDLE_SECONDS
        except Exception as error:
            pause = PAUSE_SECONDS
            if isinstance(error, DBAPIError) and is_away(error):
                log.warning("database away, trying again: %s", error.orig)
            else:
                log.exception("sending failed")


def plan_news(services: Services) -> None:
    """Look whether it is time to tell of something. A bug in one kind keeps back neither the others nor reading."""
    for kind in KINDS:
        try:
            if kind.plan and kind.plan(services.database, services.clock()):
                log.info("planned: %s", kind.name)
        except OperationalError:
            raise
        except Exception:
            log.exception("not planned: %s", kind.name)
