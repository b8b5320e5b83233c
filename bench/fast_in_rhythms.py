"""Weeks of publishers' rhythms in no time: the real polling policy, asked for the next visit again and again.

Nothing is fetched: a feed is what came out since the visit before. The rhythms are made up (articles an hour by day
and by night, at random moments); half of the publishers were there when the policy's figures were chosen, and the
others are reported on.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from math import exp

from desk.sources import polling
from desk.sources.polling import Pace, Reply
from domain.sources import Feed, Source, SourceKind
from domain.visits import FeedVisit

START = datetime(2026, 11, 2, 17, tzinfo=UTC)  # midnight in Vietnam, a Monday
DAYS, MEASURED_FROM = 7, 2  # days; the first ones settle it
ENTRIES = 20
BUSY_ARTICLES_A_DAY = 72  # and a publisher is "hot": one in a quarter of an hour of its eighteen hours
Next = Callable[[Feed, FeedVisit], Feed]


@dataclass(frozen=True, kw_only=True)
class Rhythm:
    """Articles an hour from six in the morning to midnight, and in the night; bursts of `at_once` articles."""

    name: str
    by_day: float
    by_night: float
    at_once: int = 1
    kind: SourceKind = SourceKind.PRESS

    @property
    def is_hot(self) -> bool:
        return self.kind is SourceKind.WARNING_SERVICE or self.by_day * 18 >= BUSY_ARTICLES_A_DAY


def rhythms(rng: random.Random) -> list[Rhythm]:
    """Sixty publishers: from a newspaper with an article a minute to an office with one a week."""
    made = []
    for number in range(60):
        by_day = exp(rng.uniform(-5.1, 4.0))  # 0.006 to 55 an hour
        night = rng.choice((0.0, 0.02, 0.1, 0.3))
        at_once = rng.choice((1, 1, 1, 3))
        kind = SourceKind.WARNING_SERVICE if number % 12 in (4, 7) else SourceKind.PRESS
        if kind is SourceKind.WARNING_SERVICE:
            by_day, night = min(by_day, 1.0), 1.0
        made.append(Rhythm(name=str(number), by_day=by_day, by_night=by_day * night, at_once=at_once, kind=kind))
    return made


def halves() -> tuple[list[Rhythm], list[Rhythm]]:
    """Those that the figures of the policy were chosen on, and those that are reported on."""
    made = rhythms(random.Random(18))
    return made[::2], made[1::2]


def moments(rhythm: Rhythm, rng: random.Random, days: float) -> list[datetime]:
    """When its articles come out."""
    most, at, found = max(rhythm.by_day, rhythm.by_night) / rhythm.at_once, 0.0, list[datetime]()
    while most > 0:
        at += rng.expovariate(most)
        if at >= days * 24:
            break
        rate = rhythm.by_day if at % 24 >= 6 else rhythm.by_night
        if rng.random() * most * rhythm.at_once < rate:
            found += [START + timedelta(hours=at)] * rhythm.at_once
    return found


@dataclass(frozen=True, kw_only=True)
class Watched:
    """`delays` in seconds from an article's coming out to the visit that saw it, and when each visit was."""

    rhythm: Rhythm
    delays: Sequence[float]
    visits: Sequence[datetime]
    feed: Feed  # as the last visit before the end left it


def watched(rhythm: Rhythm, out: Sequence[datetime], next_visit: Next, days: float, feed: Feed) -> Watched:
    end, seen, delays, visits = START + timedelta(days=days), 0, list[float](), list[datetime]()
    while feed.due_at < end:
        at, before = feed.due_at, seen
        while seen < len(out) and out[seen] <= at:
            delays.append((at - out[seen]).total_seconds())
            seen += 1
        new = min(seen - before, ENTRIES)
        visits.append(at)
        visit = FeedVisit(feed_id=1, at=at, status=200 if new else 304, entries=ENTRIES if new else 0, new=new)
        feed = next_visit(feed, visit)
    return Watched(rhythm=rhythm, delays=delays, visits=visits, feed=feed)


def by_policy(rhythm: Rhythm, rng: random.Random) -> Next:
    source = Source(id="a", name="a", home_url="", organisation="a", kind=rhythm.kind)
    pace = Pace(rng=rng)
    reply = Reply(headers={"etag": '"1"'})
    return lambda feed, visit: polling.next_visit(feed, source, visit, reply, pace)


Way = Callable[[Rhythm, random.Random], Next]


def every(seconds: float) -> Way:
    """The peer: one interval for all."""

    def way(_rhythm: Rhythm, _rng: random.Random) -> Next:
        return lambda feed, visit: replace(feed, due_at=visit.at + timedelta(seconds=seconds))

    return way


def week(of: Sequence[Rhythm], way: Way) -> dict[str, object]:
    """How long articles waited for the visit that saw them, and how often their publishers were visited."""
    settled = START + timedelta(days=MEASURED_FROM)
    hot, others, calls, quiet = list[float](), list[float](), list[float](), list[float]()
    medians = []
    for rhythm in of:
        rng = random.Random(rhythm.name)
        out = moments(rhythm, rng, DAYS)
        first = START + timedelta(seconds=600 * rng.random())
        feed = Feed(id=1, source_id="a", url="https://a.example/rss", due_at=first)
        told = watched(rhythm, out, way(rhythm, rng), DAYS, feed)
        late = [delay for moment, delay in zip(out, told.delays, strict=False) if moment >= settled]
        (hot if rhythm.is_hot else others).extend(late)
        if late:
            medians.append(percentile(late, 0.5))
        for day in range(MEASURED_FROM, DAYS):
            begins = START + timedelta(days=day)
            ends = begins + timedelta(days=1)
            number = sum(begins <= one < ends for one in told.visits)
            calls.append(number)
            if rhythm.kind is not SourceKind.WARNING_SERVICE and not any(begins <= one < ends for one in out):
                quiet.append(number)
    return {
        "hot publishers": waits(hot),
        "the others": waits(others),
        "all": waits(hot + others),
        "median of the slowest publisher, s": round(max(medians)),
        "visits a publisher and day, mean": round(sum(calls) / len(calls)),
        "visits a publisher and day, most": round(max(calls)),
        "visits on a day without an article, mean": round(sum(quiet) / max(len(quiet), 1)),
    }


def waits(delays: Sequence[float]) -> dict[str, object]:
    return {"articles": len(delays), "median, s": percentile(delays, 0.5), "p95, s": percentile(delays, 0.95)}


def percentile(values: Sequence[float], share: float) -> float:
    """0 where there are none."""
    ordered = sorted(values)
    return round(ordered[int(share * (len(ordered) - 1))], 1) if ordered else 0.0


if __name__ == "__main__":
    tuned, reported = halves()
    for half in (tuned, reported):
        for name, way in (("policy", by_policy), ("interval", every(600.0))):
            print(name, week(half, way))
