"""How far articles have come: counts, outcomes, and all texts for a rebuild of the index."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Date, cast, func, select
from sqlalchemy.engine import RowMapping

from database.articles import articles, outcomes
from database.rows import article_of
from domain.article import Article
from domain.stage import Outcome, Stage
from domain.times import VIETNAM
from domain.work import MAX_COUNTED_ARTICLES, OutcomeRow


class SqlProgress:
    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def counts(self) -> dict[Stage, int]:
        """How many articles stand at each stage now, counted up to MAX_COUNTED_ARTICLES."""
        return {stage: self._count(stage) for stage in Stage}

    def _count(self, stage: Stage) -> int:
        here = select(articles.c.stage).where(articles.c.stage == stage.value, articles.c.stopped == "")
        counted = here.limit(MAX_COUNTED_ARTICLES).subquery()
        return self.connection.execute(select(func.count()).select_from(counted)).scalar_one()

    def recorded_since(self, steps: Sequence[Stage], since: datetime) -> bool:
        """A look at what was recorded since then, and at nothing older."""
        lately = outcomes.c.outcome.in_([one.value for one in Outcome]) & (outcomes.c.at > since)
        found = select(outcomes.c.at).where(lately, outcomes.c.step.in_([step.value for step in steps])).limit(1)
        return self.connection.execute(found).first() is not None

    def outcomes(self, article_id: str) -> list[OutcomeRow]:
        found = select(outcomes).where(outcomes.c.article_id == article_id).order_by(outcomes.c.at)
        return [_outcome_of(row) for row in self.connection.execute(found).mappings()]

    def tries(self, article_ids: Sequence[str], step: Stage) -> dict[str, int]:
        found = (
            select(outcomes.c.article_id, outcomes.c.tries)
            .join(articles, (articles.c.id == outcomes.c.article_id) & (articles.c.version == outcomes.c.version))
            .where(outcomes.c.article_id.in_(article_ids), outcomes.c.step == step.value)
        )
        return {row.article_id: row.tries for row in self.connection.execute(found)}

    def stopped(self, outcome: Outcome, limit: int) -> list[tuple[Article, OutcomeRow]]:
        found = select(outcomes).where(outcomes.c.outcome == outcome.value).order_by(outcomes.c.at.desc()).limit(limit)
        rows = list(self.connection.execute(found).mappings())
        by_id = {
            row["id"]: article_of(row)
            for row in self.connection.execute(
                select(articles).where(articles.c.id.in_([row["article_id"] for row in rows]))
            ).mappings()
        }
        return [(by_id[row["article_id"]], _outcome_of(row)) for row in rows]

    def by_day(self, source_ids: Sequence[str], since: datetime) -> dict[str, dict[date, int]]:
        """Counted by the database: of two hundred sources these are tens of thousands of moments."""
        day = self._day(articles.c.fetched_at).label("day")
        here = articles.c.source_id.in_(source_ids), articles.c.fetched_at >= since
        counted = select(articles.c.source_id, day, func.count()).where(*here).group_by(articles.c.source_id, day)
        found: dict[str, dict[date, int]] = {}
        for source_id, when, number in self.connection.execute(counted):
            found.setdefault(source_id, {})[date.fromisoformat(str(when))] = number
        return found

    def _day(self, moment: ColumnElement[datetime]) -> ColumnElement[Any]:
        """In Vietnam, which has had no other time than this for fifty years."""
        if self.connection.dialect.name == "sqlite":
            return func.date(moment, "+7 hours")
        return cast(func.timezone(VIETNAM.key, moment), Date)

    def texts(self) -> Iterable[Article]:
        """Every article that is or may be in the index, streamed: one may be there and not yet be marked so."""
        searchable = [stage.value for stage in Stage if stage.reached(Stage.UNDERSTOOD)]
        found = select(articles).where(articles.c.stage.in_(searchable)).order_by(articles.c.id)
        for row in self.connection.execution_options(yield_per=500).execute(found).mappings():
            yield article_of(row)


def _outcome_of(row: RowMapping) -> OutcomeRow:
    return OutcomeRow(
        article_id=row["article_id"],
        step=Stage(row["step"]),
        outcome=Outcome(row["outcome"]),
        reason=row["reason"],
        at=row["at"],
        tries=row["tries"],
    )
