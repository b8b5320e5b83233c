"""How often one address may ask for what is public: a bucket of requests that fills again by itself.

Counted in each web process, and forgotten with it: it keeps one caller from costing the others much, and no more.
"""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from math import ceil
from time import monotonic

from fastapi import Depends, Request

from domain.errors import TooOften

REQUESTS_AT_ONCE = 60
REQUESTS_A_SECOND = 1.0
MAX_CALLERS = 10_000  # of whom something is remembered


@dataclass
class Rates:
    clock: Callable[[], float] = monotonic  # seconds
    _left: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict)  # requests, and when

    def take(self, caller: str) -> None:
        """Raise TooOften where nothing is left."""
        now = self.clock()
        left, since = self._left.pop(caller, (float(REQUESTS_AT_ONCE), now))
        left = min(REQUESTS_AT_ONCE, left + (now - since) * REQUESTS_A_SECOND)
        self._left[caller] = (max(0.0, left - 1), now)
        if len(self._left) > MAX_CALLERS:
            self._left.popitem(last=False)
        if left < 1:
            raise TooOften(seconds=ceil((1 - left) / REQUESTS_A_SECOND))


def not_too_often(request: Request) -> None:
    rates: Rates = request.app.state.rates
    rates.take(request.client.host if request.client else "")


NotTooOften = Depends(not_too_often)
