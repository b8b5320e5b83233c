"""What a crawl works on, as its caller gives it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from crawlers.fetch.visits import FetchJob
from domain.hosts import AllHosts, HostLeases


@dataclass(frozen=True, slots=True, kw_only=True)
class Supply:
    """The jobs at the start, whence more come (None: there are no more), whose hosts are ours, and when to leave off.

    `give_back` takes the keys of jobs that were not tried, because their hosts are another crawler's now.
    """

    jobs: Iterable[FetchJob] = ()
    next_jobs: Callable[[], Sequence[FetchJob]] | None = None
    stop: Callable[[], bool] = lambda: False
    hosts: HostLeases = field(default_factory=AllHosts)
    give_back: Callable[[str], None] = lambda _: None
