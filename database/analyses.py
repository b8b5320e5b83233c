"""What was computed of the coverage: the newest of each kind, and who is computing it now."""

from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

from sqlalchemy import JSON, Column, Connection, Integer, String, Table, or_, select, update

from database.clock import DatabaseTime
from database.rows import insert_into, messages_of, messages_row
from database.tables import UTCDateTime, metadata
from domain.analyses import Analysis, AnalysisKind, Explained, Findings, PeriodWord, Sampled, WordsOfPeriod
from domain.coverage import Kind
from domain.standing_out import Finding, Shape

coverage_analyses = Table(
    "coverage_analyses",
    metadata,
    Column("kind", String(12), primary_key=True),
    Column("claimed_by", String(32), nullable=False, server_default=""),
    Column("claimed_until", UTCDateTime),  # by the database's clock
    Column("at", UTCDateTime),  # NULL: never computed
    Column("basis", String(64), nullable=False, server_default=""),
    Column("articles", Integer, nullable=False, server_default="0"),
    Column("result", JSON),
)
COMPUTED = ("at", "basis", "articles")
DAYS = ("day", "not_before", "first", "since", "last")


class SqlAnalyses:
    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def find(self, kind: AnalysisKind) -> Analysis | None:
        found = select(coverage_analyses).where(coverage_analyses.c.kind == kind.value)
        row = self.connection.execute(found).mappings().one_or_none()
        if row is None or row["at"] is None:
            return None
        findings, words = row["result"]["findings"], row["result"]["words"]
        return Analysis(
            **{name: row[name] for name in COMPUTED},
            findings=None if findings is None else _findings_of(findings),
            words=tuple(_words_of(one) for one in words),
        )

    def claim(self, kind: AnalysisKind, token: str, lasts: timedelta) -> bool:
        wanted = insert_into(self.connection, coverage_analyses).on_conflict_do_nothing()
        self.connection.execute(wanted, [{"kind": kind.value}])
        until = coverage_analyses.c.claimed_until
        is_free = or_(until.is_(None), until <= DatabaseTime(), until > DatabaseTime(2 * lasts))  # a clock was set back
        ours = update(coverage_analyses).where(
            coverage_analyses.c.kind == kind.value, or_(is_free, coverage_analyses.c.claimed_by == token)
        )
        claimed = self.connection.execute(ours.values(claimed_by=token, claimed_until=DatabaseTime(lasts)))
        return claimed.rowcount == 1

    def release(self, kind: AnalysisKind, token: str) -> None:
        self._ours(kind, token, {})

    def save(self, kind: AnalysisKind, token: str, analysis: Analysis) -> bool:
        findings = None if analysis.findings is None else _findings_row(analysis.findings)
        result = {"findings": findings, "words": [_plain(asdict(one)) for one in analysis.words]}
        values = {name: getattr(analysis, name) for name in COMPUTED}
        return self._ours(kind, token, {**values, "result": result})

    def _ours(self, kind: AnalysisKind, token: str, values: dict[str, Any]) -> bool:
        ours = (coverage_analyses.c.kind == kind.value) & (coverage_analyses.c.claimed_by == token)
        free = {"claimed_by": "", "claimed_until": None}
        return self.connection.execute(update(coverage_analyses).where(ours).values(**values, **free)).rowcount == 1


def _findings_row(findings: Findings) -> dict[str, Any]:
    found = [{"finding": _plain(asdict(one.finding)), "causes": messages_row(one.causes)} for one in findings.found]
    tested = {kind.value: number for kind, number in findings.tested.items()}
    return _plain({name: getattr(findings, name) for name in _FIELDS}) | {"tested": tested, "found": found}


_FIELDS = ("first", "since", "last", "too_few", "seen_days", "needed_days", "blind_days")


def _findings_of(row: dict[str, Any]) -> Findings:
    found = tuple(
        Explained(finding=_finding_of(one["finding"]), causes=messages_of(one["causes"])) for one in row["found"]
    )
    tested = {Kind(kind): number for kind, number in row["tested"].items()}
    return Findings(**_dated({name: row[name] for name in _FIELDS}), tested=tested, found=found)


def _finding_of(row: dict[str, Any]) -> Finding:
    return Finding(**{**_dated(row), "shape": Shape(row["shape"])})


def _words_of(row: dict[str, Any]) -> WordsOfPeriod:
    return WordsOfPeriod(
        days=row["days"],
        last=date.fromisoformat(row["last"]),
        own=Sampled(**row["own"]),
        before=Sampled(**row["before"]),
        words=tuple(PeriodWord(**one) for one in row["words"]),
    )


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in row.items()}


def _dated(row: dict[str, Any]) -> dict[str, Any]:
    return {name: date.fromisoformat(value) if name in DAYS else value for name, value in row.items()}
