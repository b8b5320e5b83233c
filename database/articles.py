"""The row is the work: claim what stands at a stage, do the step, record one outcome, commit."""

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, bindparam, delete, func, insert, select, update
from sqlalchemy.engine import RowMapping

from database.rows import article_of, article_row, put
from database.tables import articles, outcomes, raw_pages, sources, versions
from domain.article import Article, ArticleVersion
from domain.errors import NotFound
from domain.page import FetchedPage
from domain.problems import Missing
from domain.stage import Outcome, Stage
from domain.store import ClaimedArticle, OutcomeRow, StepResult
from domain.times import VIETNAM

RETRY_AFTER = timedelta(seconds=20)
STOPPED = (Outcome.DISCARDED, Outcome.QUARANTINE)


class SqlArticles:
    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def get(self, article_id: str) -> Article:
        row = self.connection.execute(select(articles).where(articles.c.id == article_id)).mappings().first()
        if row is None:
            raise NotFound(Missing.ARTICLE)
        return article_of(row)

    def at(self, url: str) -> Article | None:
        row = self.connection.execute(select(articles).where(articles.c.url == url)).mappings().first()
        return article_of(row) if row else None

    def claim(self, stage: Stage, limit: int, now: datetime) -> list[ClaimedArticle]:
        """Rows at `stage`, oldest first, locked until this transaction ends.

        PostgreSQL skips what another worker holds; SQLite has one writer, who is us.
        """
        ready = articles.c.retry_at.is_(None) | (articles.c.retry_at <= now)
        wanted = (
            select(articles, sources.c.province)
            .join(sources, sources.c.id == articles.c.source_id)
            .where(articles.c.stage == stage.value, articles.c.stopped == "", ready)
            .order_by(articles.c.fetched_at, articles.c.id)
            .limit(limit)
            .with_for_update(skip_locked=True, of=articles)
        )
        return self._work(wanted, with_pages=stage is Stage.FETCHED)

    def last_fetched_at(self) -> datetime | None:
        """When the newest came in, over the newest of each source: no look at the whole table."""
        of_source = select(func.max(articles.c.fetched_at)).where(articles.c.source_id == sources.c.id)
        newest = select(of_source.scalar_subquery().label("at"), sources.c.id).subquery()
        return self.connection.execute(select(func.max(newest.c.at))).scalar()

    def changed(self, limit: int) -> list[ClaimedArticle]:
        """Articles past `fetched` whose page has come again with other bytes."""
        wanted = (
            select(articles, sources.c.province)
            .join(sources, sources.c.id == articles.c.source_id)
            .join(raw_pages, raw_pages.c.article_id == articles.c.id)
            .where(articles.c.stage != Stage.FETCHED.value)
            .limit(limit)
            .with_for_update(skip_locked=True, of=articles)
        )
        return self._work(wanted, with_pages=True)

    def _work(self, wanted: Select[Any], *, with_pages: bool) -> list[ClaimedArticle]:
        rows = list(self.connection.execute(wanted).mappings())
        kept = self._pages([row["id"] for row in rows]) if with_pages else {}
        return [
            ClaimedArticle(article=article_of(r), page=kept.get(r["id"]), source_province=r["province"]) for r in rows
        ]

    def _pages(self, ids: list[str]) -> dict[str, FetchedPage]:
        found = self.connection.execute(select(raw_pages).where(raw_pages.c.article_id.in_(ids))).mappings()
        return {row["article_id"]: _page_of(row) for row in found}

    def record(self, results: Sequence[StepResult], now: datetime) -> None:
        """Write each article as it stands after the step, and the step's one outcome, together."""
        outcome_rows = [_outcome_row(result, now) for result in results]
        put(self.connection, outcomes, outcome_rows, tries=outcomes.c.tries + 1)
        moved = [result for result in results if result.outcome is Outcome.MOVED_ON]
        if moved:
            names = article_row(moved[0].article).keys() - {"id"}
            values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in names}
            values |= {"stopped": "", "retry_at": None}
            values["overlap"] = func.coalesce(bindparam("new_overlap"), articles.c.overlap)
            wanted = update(articles).where(articles.c.id == bindparam("new_id")).values(values)
            self.connection.execute(wanted, [_moved_row(result) for result in moved])
        read = (Outcome.MOVED_ON, Outcome.DISCARDED)  # the bytes of what failed by our own bug are kept for a person
        done = [one.article.id for one in results if one.step is Stage.EXTRACTED and one.outcome in read]
        if done:
            self.connection.execute(delete(raw_pages).where(raw_pages.c.article_id.in_(done)))
        for result in results:
            if result.outcome is not Outcome.MOVED_ON:
                self._stand(result, now)

    def _stand(self, result: StepResult, now: datetime) -> None:
        """The row stays where it stood: stopped for good, or to be tried again later and later."""
        values: dict[str, Any] = {"stopped": result.outcome.value, "retry_at": None}
        if result.outcome is Outcome.RETRY:
            key = (outcomes.c.article_id == result.article.id) & (outcomes.c.version == result.article.version)
            tries = select(outcomes.c.tries).where(key & (outcomes.c.step == result.step.value))
            wait = RETRY_AFTER * min(self.connection.execute(tries).scalar_one(), 30)
            values = {"stopped": "", "retry_at": now + wait}
        self.connection.execute(update(articles).where(articles.c.id == result.article.id).values(values))

    def add(self, added: Sequence[Article]) -> None:
        """Keep articles that did not come from a page of ours; the same id again replaces its text."""
        fixed = {"stopped": "", "overlap": 0.0, "retry_at": None}
        put(self.connection, articles, [article_row(article) | fixed for article in added])


class SqlProgress:
    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def counts(self) -> dict[Stage, int]:
        """How many articles stand at each stage now."""
        found = select(articles.c.stage, func.count()).where(articles.c.stopped == "").group_by(articles.c.stage)
        standing: dict[str, int] = {row[0]: row[1] for row in self.connection.execute(found)}
        return {stage: standing.get(stage.value, 0) for stage in Stage}

    def outcomes(self, article_id: str) -> list[OutcomeRow]:
        found = select(outcomes).where(outcomes.c.article_id == article_id).order_by(outcomes.c.at)
        return [_outcome_of(row) for row in self.connection.execute(found).mappings()]

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

    def by_day(self, source_id: str, since: datetime) -> dict[date, int]:
        found = select(articles.c.fetched_at).where(articles.c.source_id == source_id, articles.c.fetched_at >= since)
        days: dict[date, int] = {}
        for fetched_at in self.connection.execute(found).scalars():
            day = fetched_at.astimezone(VIETNAM).date()
            days[day] = days.get(day, 0) + 1
        return days

    def texts(self) -> Iterable[Article]:
        """Every article that is or may be in the index, streamed: one may be there and its outcome not yet recorded."""
        searchable = [stage.value for stage in Stage if stage.reached(Stage.UNDERSTOOD)]
        found = select(articles).where(articles.c.stage.in_(searchable)).order_by(articles.c.id)
        for row in self.connection.execution_options(yield_per=500).execute(found).mappings():
            yield article_of(row)


class SqlVersions:
    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def of(self, article_id: str) -> list[ArticleVersion]:
        found = select(versions).where(versions.c.article_id == article_id).order_by(versions.c.version)
        return [ArticleVersion(**dict(row)) for row in self.connection.execute(found).mappings()]

    def replace(self, article: Article, before: ArticleVersion | None) -> None:
        """The page came again: keep its earlier text if it says something else now. Its bytes are done with."""
        self.connection.execute(delete(raw_pages).where(raw_pages.c.article_id == article.id))
        if before is None:
            return
        row = {name: getattr(before, name) for name in ArticleVersion.__dataclass_fields__}
        self.connection.execute(insert(versions).values(row))
        changed = replace(article, version=before.version + 1)
        values = article_row(changed) | {"stopped": "", "retry_at": None}
        self.connection.execute(update(articles).where(articles.c.id == article.id).values(values))


def _outcome_row(result: StepResult, now: datetime) -> dict[str, Any]:
    return {
        "article_id": result.article.id,
        "version": result.article.version,
        "step": result.step.value,
        "outcome": result.outcome.value,
        "reason": result.reason,
        "details": dict(result.details or {}),
        "tries": 1,
        "at": now,
    }


def _moved_row(result: StepResult) -> dict[str, Any]:
    values = article_row(result.article) | {"overlap": result.assignment.overlap if result.assignment else None}
    return {f"new_{name}": value for name, value in values.items()}


def _page_of(row: RowMapping) -> FetchedPage:
    return FetchedPage(
        url=row["url"],
        content=zlib.decompress(row["content"]),
        fetched_at=row["fetched_at"],
        content_type=row["content_type"],
    )


def _outcome_of(row: RowMapping) -> OutcomeRow:
    return OutcomeRow(
        article_id=row["article_id"],
        step=Stage(row["step"]),
        outcome=Outcome(row["outcome"]),
        reason=row["reason"],
        at=row["at"],
        tries=row["tries"],
    )
