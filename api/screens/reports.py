"""Bản tin tháng, bản tin tuần: one report as a screen, on paper and as CSV; and the list behind each number."""

from datetime import date
from typing import Annotated, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import RedirectResponse, Response

from api import csv_files, report_csv, report_lists, word_files
from api.deps import Now, ReadStore, SignedIn, TheWeb
from api.own_address import own_address
from api.pages import catalogue_of, page, rendered
from api.report_lists import PER_PAGE, Asked
from api.word_pages import word_file
from desk.reports import gathering, stories
from desk.reports.values import MOST_OUTLETS, WITHOUT_FIGURES, PeriodState, Report, TaskEnd
from desk.sources import rhythm
from domain.errors import NotFound
from domain.postings import PostingKind
from domain.problems import Missing
from domain.reports import FIRST_YEAR, Period, PeriodKind, month_named, month_of, week_named, week_of
from domain.times import VIETNAM

router = APIRouter(include_in_schema=False)
KindOf = Literal["thang", "tuan"]
Typed = Annotated[str, Query(max_length=20)]
Page = Annotated[int, Query(ge=1, le=100_000)]


@router.get("/bao-cao")
def choose(session: SignedIn, now: Now, thang: Typed = "", tuan: Typed = "") -> Response:
    """From the fields on the screen; browsers without a field for months send what was typed."""
    if tuan.strip():
        return RedirectResponse(path_of(week_named(tuan.strip().upper())), 303)
    typed = thang.strip().replace("/", "-")
    wanted = "-".join(reversed(typed.split("-"))) if typed[:2] != "20" else typed
    period = month_named(wanted) if typed else month_of(now.astimezone(VIETNAM).date())
    return RedirectResponse(path_of(period), 303)


def _report(kind: KindOf, name: str, _session: SignedIn, store: ReadStore, services: TheWeb, now: Now) -> Report:
    return gathering.report(store, _period(kind, name), now, services.gazetteer)


TheReport = Annotated[Report, Depends(_report)]


@router.get("/bao-cao/{kind}/{name}")
def show(request: Request, report: TheReport) -> Response:
    return page(request, "bao-cao.html", _context(report))


@router.get("/bao-cao/{kind}/{name}/in")
def sheet(request: Request, report: TheReport) -> Response:
    """Two pages of A4."""
    return page(request, "bao-cao-in.html", _context(report))


@router.get("/bao-cao/{kind}/{name}/giao-ban")
def briefing(request: Request, report: TheReport) -> Response:
    """The ten stories to know in large print, with their sources, for a briefing."""
    return page(request, "bao-cao-giao-ban.html", _context(report))


@router.get("/bao-cao/{kind}/{name}/bao-cao.docx")
def sheet_in_word(request: Request, report: TheReport, services: TheWeb) -> Response:
    return _in_word(request, "bao-cao", report, own_address(request, services))


@router.get("/bao-cao/{kind}/{name}/giao-ban.docx")
def briefing_in_word(request: Request, report: TheReport, services: TheWeb) -> Response:
    return _in_word(request, "giao-ban", report, own_address(request, services))


def _in_word(request: Request, name: str, report: Report, base: str) -> Response:
    """What the page for paper says."""
    template = {"bao-cao": "bao-cao-in.html", "giao-ban": "bao-cao-giao-ban.html"}[name]
    made = word_file(rendered(request, template, _context(report)), base=base, at=report.at)
    return word_files.download(f"{name}-{report.period.name}", made)


@router.get("/bao-cao/{kind}/{name}/bao-cao.csv")
def download(request: Request, report: TheReport) -> Response:
    return csv_files.download(f"bao-cao-{report.period.name}", report_csv.rows(report, catalogue_of(request)))


@router.get("/bao-cao/{kind}/{name}/{what}")
def listed(
    request: Request,
    kind: KindOf,
    name: str,
    what: str,
    session: SignedIn,
    store: ReadStore,
    services: TheWeb,
    now: Now,
    loai: Typed = "",
    noi: Typed = "",
    muc: Annotated[str, Query(max_length=24)] = "",
    tuan: date | None = None,
    trang: Page = 1,
) -> Response:
    """The list behind a number, by pages."""
    period = _period(kind, name)
    make = report_lists.LISTS.get(what)
    if make is None or gathering.state_of(period, gathering.began_at(store), now) in WITHOUT_FIGURES:
        raise NotFound(Missing.PAGE)
    asked = Asked(
        period=period, gazetteer=services.gazetteer, now=now, kind=loai, outlet=noi, section=muc, week=tuan, page=trang
    )
    found = make(store, asked)
    typed = {one: value for one, value in request.query_params.items() if one != "trang"}
    context = {"when": when(period), "period": period, "path": path_of(period), "what": what}
    context |= {
        "length": rhythm.length,
        "lines": found[:PER_PAGE],
        "before": urlencode(typed | {"trang": trang - 1}) if trang > 1 else "",
    }
    context["after"] = urlencode(typed | {"trang": trang + 1}) if len(found) > PER_PAGE else ""
    return page(request, "bao-cao-danh-sach.html", context)


def path_of(period: Period) -> str:
    return f"/bao-cao/{'thang' if period.kind is PeriodKind.MONTH else 'tuan'}/{period.name}"


def _period(kind: KindOf, name: str) -> Period:
    return month_named(name) if kind == "thang" else week_named(name)


def when(period: Period) -> str:
    """10/2026; 43/2026 (19/10–25/10)."""
    if period.kind is PeriodKind.MONTH:
        return f"{period.first:%m/%Y}"
    return f"{period.first:%V/%G} ({period.first:%d/%m}–{period.last:%d/%m})"


def _context(report: Report) -> dict[str, object]:
    period = report.period
    return {
        "report": report,
        "period": period,
        "when": when(period),
        "length": rhythm.length,
        "path": path_of(period),
        "before": path_of(period.before) if period.first.year > FIRST_YEAR else "",
        "after": path_of(period.after) if period.until <= report.at else "",
        "other": path_of(week_of(period.last) if period.kind is PeriodKind.MONTH else month_of(period.first)),
        "by_section": stories.by_section(report.stories),
        "blind": report.blind_sources,
        "unknown": report.unknown_sources,
        "MOST_OUTLETS": MOST_OUTLETS,
        "PeriodState": PeriodState,
        "PostingKind": PostingKind,
        "TaskEnd": TaskEnd,
    }
