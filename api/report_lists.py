"""The list behind each number of a report: what was counted, line by line, by the same rules."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice

from desk.area import area_of
from desk.reports import coverage, own_work
from desk.reports.values import ReportedPosting, blind, unknown
from domain.ports import Gazetteer
from domain.reports import Covered, Period
from domain.store import Store
from domain.understanding import OtherChoice

PER_PAGE = 50
TAKEN_BACK = "go"  # of postings: those that no longer stand
ELSEWHERE = "khac"  # of postings: at outlets that have no row of their own on paper
UNKNOWN = "khong-ro"  # of sources: nobody wrote down whether they could be seen
POSTED, UNPOSTED = "da-dang", "chua-dang"  # of warnings


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the number's link says. What is left empty does not matter."""

    period: Period
    gazetteer: Gazetteer
    now: datetime
    kind: str = ""
    outlet: str = ""
    section: str = ""  # a slug, or OtherChoice.UNCLEAR
    week: date | None = None  # any day of it
    page: int = 1

    @property
    def skipped(self) -> int:
        return (self.page - 1) * PER_PAGE


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    path: str
    title: str
    at: datetime | None = None
    span: timedelta | None = None
    told: tuple[tuple[str, str], ...] = ()  # a code with its family, or a text and ""


def _cut(asked: Asked, lines: Iterable[Line]) -> list[Line]:
    """One more than a page, which tells that there are more."""
    return list(islice(lines, asked.skipped, asked.skipped + PER_PAGE + 1))


def postings(store: Store, asked: Asked) -> list[Line]:
    shared = own_work.shared(store, asked.period)
    if asked.kind == TAKEN_BACK:
        found: Sequence[ReportedPosting] = shared.taken_back
    elif asked.outlet == ELSEWHERE:
        found = [one for one in shared.elsewhere() if asked.kind in ("", one.kind)]
    else:
        outlet = int(asked.outlet) if asked.outlet.isdecimal() else None
        found = [one for one in shared.of(outlet=outlet) if asked.kind in ("", one.kind)]
    return _cut(asked, (_posting(one, shared.outlets[one.outlet]) for one in found))


def _posting(one: ReportedPosting, outlet: str) -> Line:
    title = "; ".join(one.titles)
    where = (outlet, "") if outlet else ("by-hand", "report")
    return Line(path=f"/so-tin/{one.id}", title=title, at=one.at, told=((one.kind, "posting-kind"), where))


def tasks(store: Store, asked: Asked) -> list[Line]:
    found = own_work.corrections(store, asked.period).tasks
    return _cut(
        asked,
        (
            Line(
                path=f"/can-xu-ly/{one.id}",
                title=one.title,
                at=one.changed_at,
                told=((one.cause, "task-cause"), (one.end, "task-end")),
            )
            for one in found
            if asked.kind in ("", one.end)
        ),
    )


def warnings(store: Store, asked: Asked) -> list[Line]:
    passed = own_work.passed(store, asked.period, area_of(store.settings.get(), asked.gazetteer))
    wanted = {POSTED: passed.of(posted=True), UNPOSTED: passed.of(posted=False)}.get(asked.kind, passed.warnings)
    return _cut(
        asked,
        (
            Line(
                path=f"/bai/{one.article_id}",
                title=one.headline,
                at=one.sent,
                told=((one.source_name, ""), (POSTED if one.posting else UNPOSTED, "report")),
            )
            for one in wanted
        ),
    )


def stories(store: Store, asked: Asked) -> list[Line]:
    found = store.reports.stories(_covered(store, asked), PER_PAGE + 1, asked.skipped)
    return _published(store, ((one.head_id, one.title, one.opened_at, one.source_id) for one in found))


def articles(store: Store, asked: Asked) -> list[Line]:
    found = store.reports.articles(_covered(store, asked), PER_PAGE + 1, asked.skipped)
    return _published(store, ((one.id, one.title, one.dated, one.source_id) for one in found))


def _published(store: Store, found: Iterable[tuple[str, str, datetime, str]]) -> list[Line]:
    """Of each the article, its title, when, and its source."""
    names = store.sources.names()
    return [
        Line(path=f"/bai/{article_id}", title=title, at=at, told=((names.get(source_id, source_id), ""),))
        for article_id, title, at, source_id in found
    ]


def sources(store: Store, asked: Asked) -> list[Line]:
    seen = coverage.sources_seen(store, asked.period, asked.now)
    found = unknown(seen) if asked.kind == UNKNOWN else blind(seen)
    return _cut(asked, (Line(path=f"/nguon-tin/{one.id}", title=one.name, span=one.blind) for one in found))


def _covered(store: Store, asked: Asked) -> Covered:
    of_week = [week for week in asked.period.weeks if asked.week and week.first <= asked.week <= week.last]
    within = of_week[0] if of_week else asked.period
    section = "" if asked.section == OtherChoice.UNCLEAR else asked.section or None
    codes = asked.gazetteer.area(store.settings.get().area)
    return Covered(codes=codes, since=within.since, until=within.until, section=section)


LISTS: dict[str, Callable[[Store, Asked], list[Line]]] = {
    "bai-dang": postings,
    "dinh-chinh": tasks,
    "canh-bao": warnings,
    "chuyen": stories,
    "bai": articles,
    "nguon": sources,
}
