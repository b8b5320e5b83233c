"""Điều nổi bật: what is not the coverage's habit, what may explain it, and the words of the last week or four."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from api.coverage_links import search_for
from api.deps import Now, ReadStore, SignedIn, TheWeb
from api.pages import catalogue_of, page
from api.subject_links import articles_of, chart_of, named
from desk.coverage.analysing import last_whole_day
from domain.analyses import AnalysisKind, Explained, Findings, WordsOfPeriod
from domain.coverage import Kind
from domain.message import Message
from domain.ports import Gazetteer
from domain.standing_out import Shape, told
from messages.catalogue import Catalogue

router = APIRouter(prefix="/xu-huong/noi-bat", include_in_schema=False)
Period = Annotated[Literal["7", "28"], Query()]  # days
CHART_DAYS = 91  # enough for the habit before what was found
BAR_WIDTH = 200  # of the longest, in the units of its view box


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A finding as a person reads it."""

    name: str  # "": of all articles
    told: Message
    causes: tuple[Message, ...]
    chart: str
    articles: str  # the list of the day, or of all days since the change
    is_one_day: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    word: str
    articles: int
    before: int
    width: float
    width_before: float
    address: str  # the search that finds it in articles of the period


@router.get("")
def show(
    request: Request, session: SignedIn, services: TheWeb, store: ReadStore, now: Now, ky: Period = "7"
) -> Response:
    found, words = store.analyses.find(AnalysisKind.FINDINGS), store.analyses.find(AnalysisKind.WORDS)
    findings = found.findings if found else None
    of_period = next((one for one in words.words if one.days == int(ky)), None) if words else None
    lines = _lines(findings, catalogue_of(request), services.gazetteer, store.sources.names()) if findings else []
    context = {
        "found_at": found.at if found else None,
        "findings": findings,
        "is_old": findings is not None and findings.last < last_whole_day(now) - timedelta(days=1),
        "news": [line for line in lines if not line.causes],
        "explained": [line for line in lines if line.causes],
        "ky": ky,
        "words_at": words.at if words else None,
        "words": of_period,
        "bars": list(_bars(of_period, services.gazetteer)) if of_period else [],
        "bar_width": BAR_WIDTH,
    }
    return page(request, "noi-bat.html", context)


def _lines(findings: Findings, words: Catalogue, gazetteer: Gazetteer, sources: Mapping[str, str]) -> Sequence[Line]:
    """Without those of a source or place that has gone since."""
    names = [(one, named(one.subject, words, gazetteer, sources)) for one in findings.found]
    return [_line(one, findings, name) for one, name in names if one.subject.kind is Kind.ALL or name]


def _line(one: Explained, findings: Findings, name: str) -> Line:
    is_one_day = one.finding.shape is Shape.SPIKE
    last = one.finding.day if is_one_day else findings.last
    return Line(
        name=name,
        told=told(one.finding),
        causes=one.causes,
        chart=chart_of(one.subject, CHART_DAYS),
        articles=articles_of(one.subject, one.finding.day, last),
        is_one_day=is_one_day,
    )


def _bars(period: WordsOfPeriod, gazetteer: Gazetteer) -> Iterator[Bar]:
    """Shares of the articles that were read, so that two samples of different sizes stand side by side."""
    before = max(period.before.read, 1)
    shares = [(one.articles / max(period.own.read, 1), one.before / before) for one in period.words]
    most = max((share for both in shares for share in both), default=1.0)
    for one, (own, other) in zip(period.words, shares, strict=True):
        is_place = one.word[:1].isupper() and gazetteer.lookup(one.word)  # it may be written in other ways
        typed = f'nơi:"{one.word}"' if is_place else f'"{one.word}"'
        yield Bar(
            word=one.word,
            articles=one.articles,
            before=one.before,
            width=round(BAR_WIDTH * own / most, 1),
            width_before=round(BAR_WIDTH * other / most, 1),
            address=search_for(typed, period.first, period.last),
        )
