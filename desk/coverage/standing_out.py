"""What stands out in the coverage of the last weeks, and what may explain it without any news."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from itertools import groupby

from desk.coverage.causes import Origins, SourceDays, causes
from desk.coverage.daily_series import MAX_DAYS, Counted, Days, Shares, counted, read_from_to
from desk.coverage.day_kinds import day_kinds
from desk.coverage.series import SEEN_ENOUGH
from desk.holidays import DaysOff
from domain.analyses import Explained, Findings, Statistics, Subject
from domain.coverage import Kind
from domain.ports import Gazetteer
from domain.standing_out import Finding, Shape, StandingOut
from domain.store import Database, Store

LOOK_BACK = 45  # days of which findings are told; a change needs two weeks after it
MAX_FOUND = 200  # the surest
NEAR = timedelta(days=18)  # on both sides of a finding, whose articles tell whether a source explains it
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Explaining:
    """What a finding is explained with."""

    counted: Counted
    days_off: DaysOff
    sources: Sequence[SourceDays]  # without their articles


def days_until(store: Store, last: date) -> Days:
    """The year up to this day, or as much of it as anything was seen of."""
    first = max(last - (MAX_DAYS - 1) * ONE_DAY, store.coverage_days.first_seen() or last)
    return Days(first=min(first, last), last=last)


def stand_out(
    database: Database, gazetteer: Gazetteer, statistics: Statistics, days_off: DaysOff, last: date
) -> Findings:
    """`last` is a whole day. No transaction is open while it is computed."""
    with database.read() as store:
        everything = counted(store, gazetteer, days_until(store, last))
        sources = list(_sources(store, everything))
    since = max(everything.days.first, last - (LOOK_BACK - 1) * ONE_DAY)
    result = statistics.stand_out(everything.series, partial(day_kinds, days_off), since)
    with database.read() as store:
        explaining = Explaining(counted=everything, days_off=days_off, sources=sources)
        surest = sorted(result.findings, key=lambda finding: (finding.q, finding.key))[:MAX_FOUND]
        found = tuple(_explained(store, explaining, finding) for finding in surest)
    return _findings(everything, result, since, found)


def _findings(everything: Counted, result: StandingOut, since: date, found: tuple[Explained, ...]) -> Findings:
    kinds = [Subject.of(one.key).kind for one in everything.series if one.key not in result.left_out]
    too_few = [message.params for message in result.left_out.values()]
    shares = everything.seen_together.items()
    return Findings(
        first=everything.days.first,
        since=since,
        last=everything.days.last,
        tested={kind: kinds.count(kind) for kind in Kind if kind in kinds},
        too_few=len(too_few),
        seen_days=max((params["seen"] for params in too_few), default=0),
        needed_days=max((params["needed"] for params in too_few), default=0),
        blind_days=sum(share < SEEN_ENOUGH for day, share in shares if day >= since),
        found=tuple(sorted(found, key=lambda one: (-one.finding.day.toordinal(), one.finding.q, one.finding.key))),
    )


def _explained(store: Store, explaining: Explaining, finding: Finding) -> Explained:
    subject = Subject.of(finding.key)
    near = [one for one in explaining.sources if _happened_near(one, finding)]
    if subject.kind is Kind.SOURCE:
        sources = [one for one in near if one.source == subject.value]
    else:
        sources = [_with_articles(store, one, subject, finding) for one in near]
    origins = _origins(explaining.counted, finding)
    return Explained(
        finding=finding, causes=causes(finding, sources=sources, origins=origins, days_off=explaining.days_off)
    )


def _happened_near(source: SourceDays, finding: Finding) -> bool:
    """Anything came or went about then; only of such a source are articles counted."""
    ends = [source.first, *([source.last + ONE_DAY] if source.last else [])]
    days = [*ends, *(day for first, last in source.blind for day in (first, last + ONE_DAY))]
    return any(finding.not_before - NEAR <= day <= finding.day + NEAR for day in days)


def _with_articles(store: Store, source: SourceDays, subject: Subject, finding: Finding) -> SourceDays:
    articles = store.coverage_days.of_source(source.source, subject, finding.not_before - NEAR, finding.day + NEAR)
    return SourceDays(source=source.source, first=source.first, last=source.last, blind=source.blind, articles=articles)


def _origins(everything: Counted, finding: Finding) -> Origins | None:
    counts = everything.counts[finding.key]
    own = counts.get(finding.day)
    if finding.shape is not Shape.SPIKE or own is None:
        return None
    others = [one for day, one in counts.items() if day != finding.day]
    articles, origins = sum(one.articles for one in others), sum(one.origins for one in others)
    return Origins(articles=own.articles, origins=own.origins, usual_share=origins / articles if articles else 1.0)


def _sources(store: Store, everything: Counted) -> Iterator[SourceDays]:
    """Since when, till when and when not each was read. One that is on and was not seen for long is blind, not gone."""
    days = everything.days
    active = {source.id for source in store.sources.list() if source.active}
    for source, seen in sorted(everything.seen.items()):
        if span := read_from_to(seen, days.last):
            has_gone = source not in active and span[1] < days.last
            blind = _blind(seen, Days(first=span[0], last=span[1] if has_gone else days.last))
            yield SourceDays(source=source, first=span[0], last=span[1] if has_gone else None, blind=tuple(blind))


def _blind(seen: Shares, days: Days) -> Iterator[tuple[date, date]]:
    for is_blind, run in groupby(days.all, key=lambda day: seen.get(day, 0.0) < SEEN_ENOUGH):
        if is_blind:
            together = list(run)
            yield together[0], together[-1]
