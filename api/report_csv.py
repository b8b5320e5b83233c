"""A report's figures as lines: part, what, when, number. An empty number: we were blind, or not yet running."""

from collections.abc import Iterator
from datetime import timedelta

from desk.reports.values import Coverage, Report, TaskEnd
from desk.sources import rhythm
from domain.postings import PostingKind
from domain.times import VIETNAM
from domain.understanding import OtherChoice, Section
from messages.catalogue import Catalogue

COLUMNS = ("part", "what", "when", "number", "text")


def rows(report: Report, catalogue: Catalogue) -> Iterator[list[str]]:
    def named(code: str) -> str:
        return catalogue.named(code, "report")

    yield [catalogue.named(one, "report-column") for one in COLUMNS]
    yield [named("title"), catalogue.named(report.period.kind, "period"), report.period.name, "", ""]
    yield [named("title"), catalogue.named(report.state, "period-state"), "", "", ""]
    for part in (_own, _told, _covered, _sources):
        yield from part(report, catalogue)


def _own(report: Report, catalogue: Catalogue) -> Iterator[list[str]]:
    def line(part: str, what: str, number: int | str, text: str = "") -> list[str]:
        return [catalogue.named(part, "report"), what, "", str(number), text]

    if shared := report.shared:
        for outlet, name in shared.outlets.items():
            for kind in PostingKind:
                where = name or catalogue.named("by-hand", "report")
                what = f"{where}: {catalogue.named(kind, 'posting-kind')}"
                yield line("shared", what, len(shared.of(kind, outlet)))
        yield line("shared", catalogue.named("taken-back", "report"), len(shared.taken_back))
    if fixed := report.corrections:
        for end in TaskEnd:
            yield line("corrections", catalogue.named(end, "task-end"), len(fixed.of(end)))
        yield line("corrections", catalogue.named("median", "report"), *_took(fixed.median, catalogue))
        yield line("corrections", catalogue.named("slowest", "report"), *_took(fixed.slowest, catalogue))
    if passed := report.passed:
        yield line("warnings", catalogue.named("given", "report"), len(passed.warnings))
        yield line("warnings", catalogue.named("da-dang", "report"), len(passed.of(posted=True)))
        yield line("warnings", catalogue.named("median", "report"), *_took(passed.median, catalogue))
        yield line("warnings", catalogue.named("slowest", "report"), *_took(passed.slowest, catalogue))


def _took(span: timedelta | None, catalogue: Catalogue) -> tuple[str, str]:
    """Minutes, and as people say it."""
    if span is None:
        return "", ""
    return str(round(span / timedelta(minutes=1))), catalogue(rhythm.length(span))


def _told(report: Report, catalogue: Catalogue) -> Iterator[list[str]]:
    for number, one in enumerate(report.stories, 1):
        section = _section(one.section, catalogue)
        told = " – ".join(filter(None, (one.title, one.sentence, one.credit, one.url)))
        yield [catalogue.named("stories", "report"), section, "", str(number), told]


def _covered(report: Report, catalogue: Catalogue) -> Iterator[list[str]]:
    if report.coverage is None:
        return
    for section in report.coverage.sections:
        for what, name in (("articles", "articles"), ("stories", "stories-number")):
            told = f"{_section(section, catalogue)}: {catalogue.named(name, 'report')}"
            yield from _by_week(report.coverage, section, what, [catalogue.named("coverage", "report"), told])


def _by_week(coverage: Coverage, section: Section | None, what: str, told: list[str]) -> Iterator[list[str]]:
    for one in coverage.weeks:
        count = one.counts.get(section) if one.counts is not None else None
        number = "" if one.counts is None else str(getattr(count, what, 0))
        yield [*told, f"{one.week.first:%Y-%m-%d} – {one.week.last:%Y-%m-%d}", number, ""]


def _sources(report: Report, catalogue: Catalogue) -> Iterator[list[str]]:
    for one in report.sources or ():
        number = "" if one.blind is None else str(round(one.blind / timedelta(minutes=1)))
        said = catalogue(rhythm.length(one.blind)) if one.blind else ""
        yield [catalogue.named("blind", "report"), one.name, "", number, said]
    made = report.at.astimezone(VIETNAM)
    yield [catalogue.named("made", "report"), "", f"{made:%Y-%m-%d %H:%M}", "", ""]


def _section(section: Section | None, catalogue: Catalogue) -> str:
    return catalogue.named(section or OtherChoice.UNCLEAR, "section")
