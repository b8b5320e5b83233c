"""Between the crawler and the filing of what it brings: a visit that failed because our own line is away is none."""

import logging
import re
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from crawlers.fetch.robots import origin
from crawlers.fetch.visits import Fetched, FetchJob
from desk.running import Fault
from desk.sources.own_line import MAX_PROBES, Fate, OwnLine, Sign
from domain.message import Message, say
from domain.problems import Forbidden
from domain.times import now
from domain.visits import FetchError

if TYPE_CHECKING:
    from app.collect import Collector

SILENT = frozenset({FetchError.DNS, FetchError.TIMEOUT, FetchError.TLS, FetchError.CONNECTION})
# What a network that wants a sign-in first, or has lost its own way out, does with every address.
_LED_ASTRAY = frozenset(
    {
        FetchError.FORBIDDEN_ADDRESS,
        FetchError.REFUSED_SOURCE,
        FetchError.TOO_MANY_REDIRECTS,
        FetchError.ROBOTS_UNAVAILABLE,
    }
)
_GATEWAYS = frozenset({407, 502, 503, 504, 511})
_SAYS_NOTHING = frozenset(
    {FetchError.REFUSED_BY_ROBOTS, FetchError.BAD_URL, FetchError.INTERNAL, FetchError.CROWDED}
)  # of the line
_HTML = re.compile(
    rb"^(?:\xef\xbb\xbf)?\s{0,200}(?:<!--.{0,2000}?-->\s{0,200})?<(?:!doctype\s+html|html|head|body)", re.I | re.S
)
_PUBLIC_SECOND = frozenset(["ac", "com", "edu", "gov", "info", "net", "org"])
MAX_REMEMBERED = 200  # pages and sites
log = logging.getLogger("diemtin.crawler")


Tell = Callable[[Message | None], None]


@dataclass
class LineWatch:
    """Only the crawler's thread calls this. `tell` reports on every screen that the line is down."""

    collector: "Collector"
    put: Callable[[Fetched], None]
    tell: Tell
    line: OwnLine = field(default_factory=OwnLine)
    _held: dict[str, Fetched] = field(default_factory=dict)
    _last_given: OrderedDict[str, str] = field(default_factory=OrderedDict)  # the page, or the site led to → for whom

    def next_jobs(self, *, room: bool = True) -> Sequence[FetchJob]:
        """What is due; while the line is in doubt or away only what shows whether it is."""
        self._follow(self.line.look)
        jobs: Sequence[FetchJob] = ()
        if self.line.wants_probes():
            self.line.probed()
            jobs = self.collector.probes(self.line.origins_to_spare(), MAX_PROBES)
        elif room and not self.line.is_away and not self.line.is_doubted:
            jobs = self.collector.due()
        for job in jobs:
            self.line.asked(job.key, origin(job.url), well=self.collector.is_well(job.key))
        return jobs

    def take(self, fetched: Fetched) -> None:
        self._held[fetched.key] = fetched
        sign = self._sign(fetched)
        self._follow(lambda: self.line.ended(fetched.key, sign))

    def give_back(self, key: str) -> None:
        """The visit was not made: its host is another crawler's now."""
        self._follow(lambda: self.line.ended(key, Sign.NEITHER))
        self.collector.give_back(key)

    def _follow(self, step: Callable[[], Fate]) -> None:
        was_away = self.line.is_away
        fate = step()
        for key in fate.file:
            if fetched := self._held.pop(key, None):
                self.put(fetched)
        for key in fate.drop:
            self._held.pop(key, None)
            self.collector.give_back(key)
        if self.line.is_away and not was_away:
            log.warning("our own line is away: %d visits to publishers do not count", len(fate.drop))
            self.tell(say(Fault.LINE_AWAY, since=now()))
        elif was_away and not self.line.is_away:
            log.info("our own line is back")
            self.tell(None)

    def _sign(self, fetched: Fetched) -> Sign:
        if fetched.error in _SAYS_NOTHING or _was_refused_at_home(fetched):
            return Sign.NEITHER
        missed = fetched.error in SILENT or fetched.error in _LED_ASTRAY or fetched.status in _GATEWAYS
        return Sign.MISSED if missed or self._is_anothers(fetched) else Sign.ANSWERED

    def _is_anothers(self, fetched: Fetched) -> bool:
        """A page that stands where a feed was, or that two publishers give, or lead to."""
        if not _HTML.match(fetched.content[:3000]):
            return False
        seen = [self._was_given_to_another(sha256(fetched.content).hexdigest(), fetched.url)]
        if not _same_site(fetched.url, fetched.final_url):
            seen.append(self._was_given_to_another(origin(fetched.final_url), fetched.url))
        return any(seen) or self.collector.expects_feed(fetched.key)

    def _was_given_to_another(self, what: str, url: str) -> bool:
        before = self._last_given.pop(what, url)
        self._last_given[what] = url
        if len(self._last_given) > MAX_REMEMBERED:
            self._last_given.popitem(last=False)
        return not _same_site(before, url)


def _was_refused_at_home(fetched: Fetched) -> bool:
    """By its own address, before anybody was asked. A name that leads inside was looked up, as sign-in networks do."""
    refused = fetched.error in (FetchError.FORBIDDEN_ADDRESS, FetchError.REFUSED_SOURCE)
    why = fetched.message.params.get("why")
    looked_up = isinstance(why, Message) and why.code == Forbidden.LEADS_INSIDE
    return refused and not looked_up and _same_site(fetched.url, fetched.final_url)


def _same_site(one: str, other: str) -> bool:
    """Of one publisher, as far as names tell: bao.vn, www.bao.vn and m.bao.vn; not two ports of one address."""
    here, there = origin(one), origin(other)
    if here.partition("://")[2] == there.partition("://")[2]:
        return True
    return _site(one) == _site(other) != ""


def _site(url: str) -> str:
    """ "" for an address in numbers."""
    labels = (urlsplit(url).hostname or "").split(".")
    if labels[-1].isdigit() or len(labels) < 2:
        return ""
    return ".".join(labels[-3 if len(labels) > 2 and labels[-2] in _PUBLIC_SECOND else -2 :])
