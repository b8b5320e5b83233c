"""Search follows the desk in a thread of its own: an engine that is away, or busy with a rebuild, holds up nothing."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event, Thread
from time import monotonic
from types import TracebackType
from typing import Self

from app.outage import passes
from desk.indexing import BATCH_SIZE, Indexing
from desk.running import Fault
from domain.errors import Unreachable
from domain.message import Message, say
from domain.times import now
from index.rebuilt import UNFILLED

GATHER_SECONDS = 3.0  # so that articles are committed together: a commit costs as much as adding hundreds
AWAY_SECONDS = 10.0
LOOK_SECONDS = 5.0  # between looks at whether the index is whole
END_SECONDS = 2.0  # a batch that is not finished is added again
log = logging.getLogger("diemtin.search")


@dataclass
class IndexKeeper:
    indexing: Indexing
    tell: Callable[[Message | None], None] = lambda _: None  # what every screen says, or that it is over
    fault: Callable[[], str] = lambda: ""  # what is wrong with the index on disk
    mend: Callable[[], int] = lambda: 0  # builds it anew; how many articles it holds
    _look_at: float = 0.0
    _stopped: Event = field(default_factory=Event)
    _away: bool = False

    def __enter__(self) -> Self:
        self._thread = Thread(target=self._run, name="index-keeper", daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._stopped.set()
        self._thread.join(END_SECONDS)

    def _run(self) -> None:
        while not self._stopped.wait(self.turn()):
            pass

    def turn(self) -> float:
        """One batch; returns the seconds until the next. Says once that search is away, and once that it is back."""
        try:
            self._look()
            number = self.indexing.advance()
        except Exception as error:
            if not self._away:
                ours = not isinstance(error, Unreachable) and not passes(error)
                log.warning("search is away; articles go on without it, and are added later: %s", error, exc_info=ours)
                self.tell(say(Fault.SEARCH_BEHIND, since=now()))
            self._away, self._look_at = True, 0.0
            return AWAY_SECONDS
        if self._away:
            log.info("search is back")
            self.tell(None)
        self._away = False
        return 0.0 if number == BATCH_SIZE else GATHER_SECONDS

    def _look(self) -> None:
        """The index is a copy: what is damaged or lost is built anew from the database, and every screen says so."""
        if monotonic() < self._look_at:
            return
        if why := self.fault():
            log.log(logging.INFO if why == UNFILLED else logging.WARNING, "the search index is built anew: %s", why)
            self.tell(say(Fault.SEARCH_REBUILT, since=now()))
            log.info("the search index holds %d articles", self.mend())
            self.tell(None)
        self._look_at = monotonic() + LOOK_SECONDS
