"""Which share of a day a source could be seen, by the visits to its feeds.

A feed shows its last few dozen entries, so a visit tells also of what came since the visit before. If that was very
long ago, for this feed, some of it may have scrolled away unseen: then we were blind all that time.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from statistics import median

from domain.coverage import Look
from domain.times import start_of
from domain.visits import CLOCK_LEEWAY, MAX_WAIT

MENDED = timedelta(hours=3)  # after a pause of so long a feed still shows all that came
USUAL_TIMES = 2  # of a feed that is seldom visited, twice its usual pause
LEAD = MAX_WAIT + timedelta(days=1)  # visits of so long before a day tell of its first hours
Span = tuple[datetime, datetime]


def share(looks: Sequence[Look], feeds: Sequence[int], day: date, now: datetime) -> float:
    """Of the day, or of what has passed of it: 0..1, the mean of the feeds. `looks` begin LEAD before it."""
    begin, end = start_of(day), min(start_of(day + timedelta(days=1)), now)
    if end <= begin or not feeds:
        return 0.0
    of_feed: defaultdict[int, list[Look]] = defaultdict(list)
    for look in looks:
        if look.at <= now + CLOCK_LEEWAY:  # else a clock that ran ahead set it
            of_feed[look.feed_id].append(look)
    seen = sum((_within(_spans(of_feed[feed], now), begin, end) for feed in feeds), timedelta())
    return round(seen / (len(feeds) * (end - begin)), 4)


def until(looks: Sequence[Look], blocked: datetime) -> list[Look]:
    """Since then each page was a captcha or the like: the feed's entries tell of articles that nobody could read."""
    return [replace(look, is_good=look.is_good and look.at < blocked) for look in looks]


def _spans(looks: Sequence[Look], now: datetime) -> list[Span]:
    """When the feed was seen. Before its first good visit it was not."""
    pauses = [(later.at - earlier.at).total_seconds() for earlier, later in pairwise(looks)]
    mended = max(MENDED, USUAL_TIMES * timedelta(seconds=median(pauses or [0.0])))
    good = [look.at for look in looks if look.is_good]
    until = [*good, max(now, good[-1])] if good else []
    return [(begin, end) for begin, end in pairwise(until) if end - begin <= mended]


def _within(spans: Sequence[Span], begin: datetime, end: datetime) -> timedelta:
    return sum((max(min(b, end) - max(a, begin), timedelta()) for a, b in spans), timedelta())
