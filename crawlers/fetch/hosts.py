"""Who may be visited next: one lane per host, its robots.txt first, one visit at a time, while the host is ours."""

from collections import deque
from collections.abc import Callable, Set
from dataclasses import dataclass, field, replace

from crawlers.fetch.robots import Rules, origin
from crawlers.fetch.visits import Fetched, FetchJob
from domain.hosts import host_of
from domain.visits import FetchError

PERMANENT = frozenset({301, 308})
FAILED_SECONDS, UNANSWERED_SECONDS = 60.0, 5.0
MAX_WAIT_SECONDS = 90.0  # for a host that is another crawler's, or that wants to rest; the longest delay is a minute


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A job on its way: where it is now, and how it came there. `robots_of` marks our own visits to robots.txt."""

    job: FetchJob
    url: str
    hops: int = 0
    robots_of: str = ""
    moved_to: str = ""  # as far as each step of the way was one for good
    wanders: bool = False  # a step was none
    parts: tuple[Fetched, ...] = ()  # the article's pages so far, which this one follows

    @property
    def kind(self) -> str:
        return "robots" if self.robots_of else self.job.kind

    @property
    def host(self) -> str:
        return host_of(self.url)

    def onward(self, url: str, *, permanent: bool) -> "Visit":
        wanders = self.wanders or not permanent
        moved_to = self.moved_to if wanders else url
        return replace(self, url=url, hops=self.hops + 1, wanders=wanders, moved_to=moved_to)


@dataclass(slots=True)
class Lanes:
    """Pure bookkeeping; `send`, `turn_away`, `may_ask` and `now` come from the spider."""

    send: Callable[[Visit, float], None]  # with the delay that robots.txt asks for
    turn_away: Callable[[Visit, Rules], None]
    may_ask: Callable[[str], bool]
    now: Callable[[], float]
    agent: str
    robots_seconds: float
    _lanes: dict[str, deque[Visit]] = field(default_factory=dict)
    _busy: set[str] = field(default_factory=set)
    _rules: dict[str, tuple[Rules, float]] = field(default_factory=dict)
    _asked: set[str] = field(default_factory=set)
    _rests_until: dict[str, float] = field(default_factory=dict)
    _waits_since: dict[str, float] = field(default_factory=dict)

    def add(self, visit: Visit) -> None:
        lane = self._lanes.setdefault(visit.host, deque())
        if visit.robots_of:  # before the visits that wait for it
            lane.appendleft(visit)
        elif visit.kind == "feed":  # before the pages, which may be twenty a minute apart; behind the feeds
            lane.insert(sum(one.kind != "page" for one in lane), visit)
        else:
            lane.append(visit)
        self._advance(visit.host)

    def done(self, visit: Visit) -> None:
        self._busy.discard(visit.host)
        self._advance(visit.host)

    def learnt(self, site: str, rules: Rules) -> None:
        """Keep a failed robots.txt for a minute only: the site may be back. Nobody answering says nothing at all."""
        keep = self.robots_seconds
        if rules.error:
            keep = FAILED_SECONDS if rules.error is FetchError.ROBOTS_UNAVAILABLE else UNANSWERED_SECONDS
        self._rules[site] = (rules, self.now() + keep)
        self._asked.discard(site)
        self._advance(host_of(site))

    def unasked(self, visit: Visit) -> None:
        """This visit to robots.txt was not made: the next that needs it asks."""
        self._asked.discard(visit.robots_of)

    @property
    def hosts(self) -> set[str]:
        """Those that are being asked, or waited for."""
        return {*self._lanes, *self._busy}

    def rest(self, host: str, seconds: float) -> None:
        """The host asks for so much time, whatever is wanted of it."""
        self._rests_until[host] = max(self._rests_until.get(host, 0.0), self.now() + seconds)

    def resting(self, host: str) -> float:
        """For how many seconds still."""
        left = self._rests_until.get(host, 0.0) - self.now()
        if left <= 0:
            self._rests_until.pop(host, None)
        return max(left, 0.0)

    def advance(self) -> None:
        """Send what may go by now."""
        for host in list(self._lanes):
            self._advance(host)

    def give_up(self) -> list[Visit]:
        """What has waited too long for its host, or would, leaves its lane."""
        now = self.now()
        waiting = {host for host in self._lanes if host not in self._busy and not self._ready(host)}
        self._waits_since = {host: self._waits_since.get(host, now) for host in waiting}
        tired = {host for host, since in self._waits_since.items() if now - since > MAX_WAIT_SECONDS}
        tired |= {host for host in self._lanes if self.resting(host) > MAX_WAIT_SECONDS}
        return self._taken_out(lambda visit: visit.host in tired)

    def lose(self, hosts: Set[str]) -> list[Visit]:
        """The visits that were to begin at these hosts: another crawler may have made them meanwhile."""
        return self._taken_out(lambda visit: host_of(visit.job.url) in hosts)

    def _taken_out(self, unwanted: Callable[[Visit], bool]) -> list[Visit]:
        gone = [visit for lane in self._lanes.values() for visit in lane if unwanted(visit)]
        if gone:
            kept = {host: deque(one for one in lane if not unwanted(one)) for host, lane in self._lanes.items()}
            self._lanes = {host: lane for host, lane in kept.items() if lane}
        return gone

    def _ready(self, host: str) -> bool:
        return self.may_ask(host) and not self.resting(host)

    def idle(self) -> bool:
        return not self._busy and not self._lanes

    def forget(self) -> None:
        """Drop what waits; what is on its way comes home."""
        self._lanes.clear()

    def _advance(self, host: str) -> None:
        lane = self._lanes.get(host)
        while lane and host not in self._busy and self._ready(host):
            visit = lane[0]
            rules = Rules() if visit.robots_of else self._known(visit)
            if rules is None:
                return
            lane.popleft()
            if rules.allows(visit.url, self.agent):
                self._busy.add(host)
                self.send(visit, rules.delay(self.agent))
            else:
                self.turn_away(visit, rules)
        if lane is not None and not lane:
            self._lanes.pop(host, None)

    def _known(self, visit: Visit) -> Rules | None:
        """The rules of the visit's site; None while they are being asked for."""
        site = origin(visit.url)
        rules, until = self._rules.get(site, (None, 0.0))
        if rules is not None and self.now() < until:
            return rules
        if site not in self._asked:
            self._asked.add(site)
            self.add(Visit(job=visit.job, url=f"{site}/robots.txt", robots_of=site))
        return None
