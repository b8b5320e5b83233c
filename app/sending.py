"""The lanes that send are threads of their own: no channel or platform, however slow, holds up reading or the other.

With them: what feeds the one for notices.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from threading import Event, Thread
from time import monotonic

from alerts.apart import Answer, ask
from app.beside import beside
from app.bootstrap import Services
from app.outage import Outage, passes
from desk.outbox.kinds import BY_NAME, KINDS
from desk.outbox.look import Look

IDLE_SECONDS = 0.5
LOOK_EVERY_SECONDS = 20.0
HEARTBEAT_EVERY_SECONDS = 60.0
PAUSE_SECONDS = 5.0  # after an error
SENDERS = {"warn": True, "send": False}  # each with a message in the air at most; whether it sends what is urgent
END_SECONDS = 5.0  # what is being sent is waited for so long, so that it is not sent again
log = logging.getLogger("diemtin.send")


@contextmanager
def send_lane(services: Services) -> Iterator[None]:
    """Sends the notices and the posts that are due while the block runs.

    Warnings have a thread of their own: five slow channels would hold one up for minutes. No message is both threads'.
    """
    lanes = {name: services.sender(urgent=urgent).send_due for name, urgent in SENDERS.items()}
    with ExitStack() as ends:
        for name, turn in {**lanes, "deliver": services.deliverer().deliver_due}.items():
            ends.enter_context(beside(name, partial(_send_until, turn), end_seconds=END_SECONDS))
        yield


def _send_until(send_due: Callable[[], int], stop: Event) -> None:
    outage, pause = Outage(), 0.0
    while not stop.wait(pause):
        pause = PAUSE_SECONDS
        try:
            with outage.waited_out():
                pause = 0.0 if send_due() else IDLE_SECONDS
        except Exception:
            log.exception("sending failed")


@dataclass
class NewsPlanner:
    """Checks from time to time whether there is news to tell."""

    services: Services
    next_at: float = 0.0
    started_at: datetime = field(init=False)

    def __post_init__(self) -> None:
        self.started_at = self.services.clock()

    def now_and_then(self) -> None:
        if monotonic() < self.next_at:
            return
        self.next_at = monotonic() + LOOK_EVERY_SECONDS
        for kind in KINDS:
            if kind.plan:
                self._plan(kind.name, kind.plan)

    def at_once(self, name: str) -> None:
        """Plan one kind of news without waiting for the next look."""
        if plan := BY_NAME[name].plan:
            self._plan(name, plan)

    def _plan(self, name: str, plan: Callable[[Look], bool]) -> None:
        """Plan one kind of news. A bug in it stops neither the other kinds nor reading."""
        now, hours = self.services.clock(), self.services.settings.silence_hours
        look = Look(
            database=self.services.database,
            now=now,
            started_at=self.started_at,
            silence_hours=hours,
            desk_url=self.services.settings.public_url.rstrip("/"),
        )
        try:
            if plan(look):
                log.info("planned: %s", name)
        except Exception as error:
            if passes(error):
                raise
            log.exception("not planned: %s", name)


@dataclass
class Heartbeat:
    """Asks for an address each minute in which the worker works, so that somebody outside notices when it does not."""

    services: Services
    next_at: float = 0.0
    asking: Thread | None = None

    def beat(self) -> None:
        url = self.services.settings.heartbeat_url
        if not url or monotonic() < self.next_at or (self.asking and self.asking.is_alive()):
            return
        self.next_at = monotonic() + HEARTBEAT_EVERY_SECONDS
        self.asking = Thread(target=self._ask, args=(url,), name="heartbeat", daemon=True)
        self.asking.start()

    def _ask(self, url: str) -> None:
        answer = ask(self.services.send_command, url, allow_inside=self.services.settings.allow_inside_channels)
        if answer is not Answer.SENT:
            log.warning("the heartbeat address did not answer: %s", answer)  # without the address, which is a secret
