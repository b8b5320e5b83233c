"""What may explain a finding without any news in it: a source that came or went, one copied release, a holiday."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from desk.coverage.day_kinds import LONG_BREAK
from desk.holidays import DaysOff
from domain.message import Message, say
from domain.standing_out import Cause, Finding, Shape

_CHANGE_DAYS = 3  # that a change may be dated wrongly
_BACKLOG_DAYS = 1  # a source brings its last articles when it comes
_MIN_SHARE = 0.5  # of the difference that a source has to make up
_NAMED = 3  # of many that came or went together
_COMPARED_DAYS = 14  # on each side of a change
_COPIES = 3  # articles for each independent origin
_UNUSUAL = 0.5  # × the usual share of origins
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceDays:
    """Since when, till when and when not one source was read."""

    source: str
    first: date
    last: date | None = None  # None: it is read today
    blind: Sequence[tuple[date, date]] = ()  # first and last day of each time
    articles: Mapping[date, int] | None = None  # of the finding's series; None: not known


@dataclass(frozen=True, slots=True, kw_only=True)
class Origins:
    """How many articles of the finding's day told how many texts of their own."""

    articles: int
    origins: int
    usual_share: float = 1.0  # origins / articles on other days


def causes(
    finding: Finding, *, sources: Sequence[SourceDays], origins: Origins | None, days_off: DaysOff
) -> tuple[Message, ...]:
    """Each with its day, the surest first. That none is found does not say that there is none."""
    return (
        *_of_sources(finding, sources),
        *_of_one_release(finding, origins),
        *_of_holidays(finding, days_off),
    )


def _of_sources(finding: Finding, sources: Sequence[SourceDays]) -> Iterator[Message]:
    """Those that make up the difference alone; where none does, the greatest of those that do so together."""
    near = [
        (source, say(cause, source=source.source, day=day))
        for source in sources
        for cause, day in _events(source, is_more=finding.count > finding.habit)
        if _is_at(finding, day)
    ]
    alone = [message for source, message in near if _share_of(finding, source.articles) >= _MIN_SHARE]
    if alone:
        yield from alone
        return
    shares = {source.source: _share_of(finding, source.articles) for source, _ in near}
    if sum(shares.values()) >= _MIN_SHARE:
        greatest = sorted(shares, key=lambda source: -shares[source])[:_NAMED]
        yield from (message for source, message in near if source.source in greatest)


def _events(source: SourceDays, *, is_more: bool) -> Iterator[tuple[Cause, date]]:
    """What brings more articles, or what takes some away."""
    if is_more:
        yield Cause.SOURCE_ADDED, source.first
        yield from ((Cause.SOURCE_BACK, last + ONE_DAY) for _, last in source.blind)
    else:
        if source.last is not None:
            yield Cause.SOURCE_GONE, source.last + ONE_DAY
        yield from ((Cause.SOURCE_BLIND, first) for first, _ in source.blind)


def _is_at(finding: Finding, day: date) -> bool:
    if finding.shape is Shape.SPIKE:
        return timedelta() <= finding.day - day <= _BACKLOG_DAYS * ONE_DAY
    return finding.not_before - _CHANGE_DAYS * ONE_DAY <= day <= finding.day + _CHANGE_DAYS * ONE_DAY


def _share_of(finding: Finding, articles: Mapping[date, int] | None) -> float:
    """Which share of the difference the source's own articles are. What is not known may be all of it."""
    if articles is None:
        return 1.0
    difference = finding.count - finding.habit
    if finding.shape is Shape.SPIKE:
        return articles.get(finding.day, 0) / difference
    since, before = (
        sum(articles.get(first + n * ONE_DAY, 0) for n in range(_COMPARED_DAYS)) / _COMPARED_DAYS
        for first in (finding.day, finding.not_before - _COMPARED_DAYS * ONE_DAY)
    )
    return (since - before) / difference


def _of_one_release(finding: Finding, origins: Origins | None) -> Iterator[Message]:
    if finding.shape is not Shape.SPIKE or origins is None or not origins.articles:
        return
    share = origins.origins / origins.articles
    if share * _COPIES <= 1 and share <= _UNUSUAL * origins.usual_share:
        yield say(Cause.ONE_RELEASE, articles=origins.articles, origins=origins.origins)


def _of_holidays(finding: Finding, days_off: DaysOff) -> Iterator[Message]:
    """A break that the day is in or next to. A few days off do not change what comes after them for good."""
    number = (finding.day - finding.not_before).days
    near = [finding.not_before + n * ONE_DAY for n in range(number + 1)]
    for day in (*near, finding.day + ONE_DAY, finding.not_before - ONE_DAY):
        off = days_off.break_of(day)
        if off and (finding.shape is Shape.SPIKE or off.days >= LONG_BREAK):
            yield say(Cause.HOLIDAY, holiday=off.name, day=off.first)
            return
    if finding.shape is Shape.SPIKE and (special := days_off.find(finding.day)):
        yield say(Cause.HOLIDAY, holiday=special.names[0], day=special.day)
