"""The hosts that this crawler holds, so that any number of crawlers together are as polite as one.

They are leased in the database, by its clock. Whether a lease still stands is known here without asking it: it stands
for so long after the moment before it was asked for, in seconds that no setting of a clock changes.
"""

import logging
from collections.abc import Callable, Iterable, Set
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy.exc import DBAPIError

from app.clock_watch import real_seconds
from app.outage import passes
from domain.errors import Busy
from domain.hosts import HostPause
from domain.store import Database
from domain.times import now
from domain.visits import CLOCK_LEEWAY
from domain.work import Lease

log = logging.getLogger("diemtin.crawler")
COMPARE_SECONDS = 60.0  # between two looks at the database's clock
AHEAD_SECONDS = 120.0  # of visits to a host
LONG_REST_SECONDS = 60.0  # a host that wants to rest for longer is given back meanwhile


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaseTerms:
    """A request is sent only while it will have ended, by its own time limit, before the lease does."""

    lasts_seconds: float = 90.0  # what a killed crawler held rests for so long
    request_seconds: float = 45.0  # CrawlSettings.timeout
    max_hosts: int = 256  # held at a time: four for each request that may be under way

    @property
    def renew_seconds(self) -> float:
        return (self.lasts_seconds - self.request_seconds) / 3


@dataclass
class _Held:
    until: float
    rests_until: float
    noted: HostPause  # what the database knows

    def asks_for_more(self, pause: HostPause, now: float) -> bool:
        """Twice the delay, or a longer rest: not every small change of a slow host's delay."""
        rests_until = now + pause.rest_seconds
        rests_longer = pause.rest_seconds > 0 and rests_until > self.rests_until + 0.5
        if rests_longer:
            self.rests_until = rests_until
        return rests_longer or (pause.delay_seconds > 0 and pause.delay_seconds >= 2 * self.noted.delay_seconds)


@dataclass
class LeasedHosts:
    """`needed`: what must not be given back yet, because what came from there is not filed."""

    database: Database
    needed: Callable[[], Set[str]]
    holder: str
    terms: LeaseTerms = field(default_factory=LeaseTerms)
    timer: Callable[[], float] = real_seconds
    clock: Callable[[], datetime] = now
    ahead: timedelta = timedelta()  # of the database's clock, where it differs by more than clocks do
    _held: dict[str, _Held] = field(default_factory=dict)
    _renewed_at: float = 0.0
    _compared_at: float = float("-inf")

    def __post_init__(self) -> None:
        lasts = timedelta(seconds=self.terms.lasts_seconds)
        self.lease = Lease(token=f"{self.holder}:{uuid4().hex[:8]}", lasts=lasts)

    def may_ask(self, host: str) -> bool:
        held = self._held.get(host)
        now = self.timer()
        return held is not None and held.rests_until <= now <= held.until - self.terms.request_seconds

    def may_plan(self, host: str) -> bool:
        """Whether visits may be handed out: it is ours, and awake soon."""
        held = self._held.get(host)
        return self._stands(host) and held is not None and held.rests_until <= self.timer() + LONG_REST_SECONDS

    def most_at_a_time(self, host: str, most: int) -> int:
        """How many visits are handed out: what a patient host answers in two minutes, so that news waits no longer."""
        held = self._held.get(host)
        delay = held.noted.delay_seconds if held else 0.0
        return most if delay * most <= AHEAD_SECONDS else max(2, int(AHEAD_SECONDS / delay))

    def take(self, hosts: Iterable[str]) -> bool:
        """Lease what is not held yet, as far as there is room. Whether anything was."""
        room = self.terms.max_hosts - len(self._held)
        wanted = [host for host in dict.fromkeys(hosts) if not self._stands(host)]
        fresh = [host for host in wanted if host in self._held or (room := room - 1) >= 0]
        if not fresh:
            return False
        asked_at = self.timer()
        with self.database.write() as store:
            taken = store.hosts.take(fresh, self.lease)
        if not self._held:
            self._renewed_at = asked_at
        until = asked_at + self.terms.lasts_seconds
        for one in taken:
            rests_until = self.timer() + one.rest_seconds
            self._held[one.host] = _Held(until=until, rests_until=rests_until, noted=replace(one, rest_seconds=0.0))
        return bool(taken)

    def turn(self, wanted: Set[str], pause_of: Callable[[str], HostPause | None]) -> Set[str]:
        """What another crawler has taken, because our lease ran out. While the database is away nothing changes."""
        try:
            self._compare_clocks()
            lost = self._renewed()
            needed = wanted | self.needed()
            self._write(needed, pause_of)
            self.take(wanted)
        except (DBAPIError, Busy) as error:
            if not passes(error):
                raise
            return frozenset()
        return lost

    def _compare_clocks(self) -> None:
        """Go by the database's clock where this machine's is another: crawlers must agree on what is due."""
        if self.timer() - self._compared_at < COMPARE_SECONDS:
            return
        with self.database.read() as store:
            ahead = store.hosts.clock() - self.clock()
        self._compared_at = self.timer()
        differs = abs(ahead) > CLOCK_LEEWAY
        if differs and not self.ahead:
            log.warning("the database's clock is %s ahead of this machine's: visits go by the database's", ahead)
        self.ahead = ahead if differs else timedelta()

    def _renewed(self) -> Set[str]:
        asked_at = self.timer()
        if not self._held or asked_at - self._renewed_at < self.terms.renew_seconds:
            return frozenset()
        with self.database.write() as store:
            ours = store.hosts.renew(self.lease)
        self._renewed_at = asked_at
        lost = self._held.keys() - ours
        for host in lost:
            del self._held[host]
        for held in self._held.values():
            held.until = asked_at + self.terms.lasts_seconds
        return lost

    def _write(self, needed: Set[str], pause_of: Callable[[str], HostPause | None]) -> None:
        """Give back what is not needed, and note what a host asks for, so that it outlives this process."""
        given_back, noted = [], []
        for host, held in self._held.items():
            pause = pause_of(host) or held.noted
            asks_for_more = held.asks_for_more(pause, self.timer())
            if host not in needed:
                given_back.append(pause)
            elif asks_for_more:
                noted.append(pause)
        if not (given_back or noted):
            return
        with self.database.write() as store:
            store.hosts.note(noted, self.lease)
            store.hosts.give_back(given_back, self.lease)
        for pause in noted:
            self._held[pause.host].noted = pause
        for pause in given_back:
            del self._held[pause.host]

    def give_back_all(self) -> None:
        with self.database.write() as store:
            store.hosts.give_back_all(self.lease.token)
        self._held.clear()

    def _stands(self, host: str) -> bool:
        held = self._held.get(host)
        return held is not None and self.timer() <= held.until
