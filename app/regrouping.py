"""Once an hour by the desk's clock the stories of the last days are regrouped: a thread looks at them, ours moves."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Thread

from app.outage import passes
from desk.regrouping import Regrouped, Regrouping

REGROUP_EVERY = timedelta(hours=1)
log = logging.getLogger("diemtin.worker")


@dataclass
class HourlyRegrouping:
    """Placing goes on while the thread looks. What fails is tried again an hour later: nothing is lost by waiting."""

    regrouping: Regrouping
    clock: Callable[[], datetime]
    began_at: datetime | None = None
    looking: Thread | None = None
    _found: list[Regrouped] = field(default_factory=list)

    def now_and_then(self) -> None:
        if self.looking is None:
            if self._is_due():
                self._begin()
        elif not self.looking.is_alive():
            self.looking = None
            self._end()

    def _is_due(self) -> bool:
        """Also when the clock has been set back."""
        return self.began_at is None or not self.began_at <= self.clock() < self.began_at + REGROUP_EVERY

    def _begin(self) -> None:
        self.began_at = self.clock()
        self.looking = Thread(target=self._look, name="regroup", daemon=True)
        self.looking.start()

    def _look(self) -> None:
        try:
            self._found.append(self.regrouping.look())
        except Exception:
            log.exception("the stories were not looked at for regrouping")

    def _end(self) -> None:
        try:
            while self._found:
                self.regrouping.apply(self._found.pop())
        except Exception as error:
            if passes(error):
                raise
            log.exception("the stories were not regrouped")
