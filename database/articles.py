"""The row is the work: claim what stands at a stage with a lease, and record one outcome of each later."""

import zlib
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    ColumnElement,
    Connection,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Select,
    String,
    Table,
    Text,
    and_,
    bindparam,
    case,
    delete,
    func,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.engine import RowMapping

from database.clock import DatabaseTime
from database.coverage_marks import mark
from database.readings import keep_added, keep_read
from database.rows import article_of, article_row, article_values, chosen_value, due, one_at_a_time, put
from database.sources import sources
from database.tables import UTCDateTime, metadata
from domain.article import Article
from domain.errors import NotFound
from domain.page import FetchedPage
from domain.problems import Missing
from domain.stage import Outcome, Stage
from domain.understanding import SectionChoice
from domain.work import ClaimedArticle, Lease, StepResult

# Marks of search. Queries say them in the same words, so that they use the small indexes on them.
BEHIND = text("indexed_version < version AND stopped = ''")
UNMATCHED = text("matched_version < version AND stopped = ''")
DISCARDED = text("indexed_version <> 0 AND stopped = 'discarded'")

articles = Table(
    "articles",
    metadata,
    Column("id", String(200), primary_key=True),
    Column("source_id", ForeignKey("sources.id", ondelete="CASCADE"), nullable=False),
    Column("url", Text, nullable=False, unique=True),
    Column("stage", String(12), nullable=False),
    Column("stopped", String(12), nullable=False),  # "" | discarded | quarantine
    Column("retry_at", UTCDateTime),
    Column("lease", String(32), nullable=False, default=""),
    Column("leased_until", UTCDateTime),  # by the database's clock
    Column("version", Integer, nullable=False),
    # The version that search knows; 0: none, -1: another section.
    Column("indexed_version", Integer, nullable=False, default=0),
    # The version that was asked against the saved searches; the same numbers.
    Column("matched_version", Integer, nullable=False, default=0, server_default="0"),
    Column("fetched_at", UTCDateTime, nullable=False),
    Column("published_at", UTCDateTime),
    Column("modified_at", UTCDateTime),
    Column("title", Text, nullable=False),
    Column("lead", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("byline", Text, nullable=False),
    Column("publisher_section", Text, nullable=False),
    Column("image_url", Text, nullable=False),
    Column("image_credit", Text),  # NULL: read before it was looked for
    Column("language", String(12), nullable=False),
    Column("section", String(24), nullable=False),  # the program's
    Column("second_section", String(24), nullable=False, server_default=""),
    Column(
        "editor_section", String(24), nullable=False, server_default=""
    ),  # goes before; only `choose_section` writes
    Column("places", JSON, nullable=False),
    Column("summary", JSON, nullable=False),
    Column("signals", JSON, nullable=False),
    Column("claim_reviews", JSON, nullable=False),
    Column("corrections", JSON, nullable=False, server_default="[]"),
    Column("extraction_warnings", JSON, nullable=False),
    Column("paragraphs", JSON, nullable=False),
    Column("story_id", String(200), nullable=False, index=True),
    Column("assignment_reason", JSON, nullable=False),
    Column("copy_of", String(200), nullable=False),
    Column("overlap", Float, nullable=False),
    Column("origin", Text, nullable=False),
    Column("withdrawn_at", UTCDateTime),
    Index("ix_articles_stage_stopped_fetched_at", "stage", "stopped", "fetched_at", "id"),
    Index("ix_articles_search_behind", "fetched_at", "id", sqlite_where=BEHIND, postgresql_where=BEHIND),
    Index("ix_articles_unmatched", "fetched_at", "id", sqlite_where=UNMATCHED, postgresql_where=UNMATCHED),
    Index("ix_articles_search_discarded", "id", sqlite_where=DISCARDED, postgresql_where=DISCARDED),
    Index("ix_articles_source_id_fetched_at", "source_id", "fetched_at"),
)

raw_pages = Table(
    "raw_pages",
    metadata,
    Column("article_id", ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
    Column("url", Text, nullable=False),
    Column("fetched_at", UTCDateTime, nullable=False),
    Column("content_type", Text),
    Column("content", LargeBinary, nullable=False),  # zlib; deleted once extracted
)

outcomes = Table(
    "outcomes",
    metadata,
    Column("article_id", ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("step", String(12), primary_key=True),  # the key is the promise: one outcome per step
    Column("outcome", String(12), nullable=False),
    Column("reason", Text, nullable=False),
    Column("details", JSON, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("at", UTCDateTime, nullable=False),
    Index("ix_outcomes_outcome_at", "outcome", "at"),
)

WRITTEN: dict[Stage, tuple[str, ...]] = {  # what each step may change, beside the stage
    Stage.EXTRACTED: (
        "url", "title", "lead", "text", "published_at", "modified_at", "byline", "publisher_section", "image_url",
        "image_credit", "claim_reviews", "corrections", "extraction_warnings",
    ),
    Stage.UNDERSTOOD: ("language", "section", "second_section", "places", "summary", "signals", "paragraphs"),
    Stage.QUEUED: ("story_id", "assignment_reason", "copy_of", "origin"),
}  # fmt: skip
IDENTITIES = 0x64696570  # "diep": PostgreSQL's lock on who says which pages are the same article
LONGEST_RETRY = timedelta(hours=1)  # no retry is further ahead (desk/leases.py)
FREE: dict[str, Any] = {"lease": "", "leased_until": None}


class SqlArticles:
    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def get(self, article_id: str) -> Article:
        row = self.connection.execute(select(articles).where(articles.c.id == article_id)).mappings().first()
        if row is None:
            raise NotFound(Missing.ARTICLE)
        return article_of(row)

    def find_by_url(self, urls: Sequence[str]) -> dict[str, Article]:
        rows = self.connection.execute(select(articles).where(articles.c.url.in_(urls))).mappings()
        return {row["url"]: article_of(row) for row in rows}

    def find_by_title(self, source_ids: Sequence[str], titles: Sequence[str], since: datetime) -> list[Article]:
        standing = (articles.c.text != "") & (articles.c.stopped == "") & articles.c.withdrawn_at.is_(None)
        recent = articles.c.source_id.in_(source_ids) & (articles.c.fetched_at >= since)
        found = select(articles).where(recent, articles.c.title.in_(titles), standing)
        rows = self.connection.execute(found.order_by(articles.c.fetched_at, articles.c.id)).mappings()
        return [article_of(row) for row in rows]

    def of_source(self, source_id: str, since: datetime, limit: int) -> list[Article]:
        standing = (articles.c.fetched_at >= since) & (articles.c.stopped == "")
        found = select(articles).where(articles.c.source_id == source_id, standing)
        newest = found.order_by(articles.c.fetched_at.desc(), articles.c.id).limit(limit)
        return [article_of(row) for row in self.connection.execute(newest).mappings()]

    def claim(
        self, stage: Stage, limit: int, now: datetime, *, lease: Lease, after: Sequence[Stage] = ()
    ) -> list[ClaimedArticle]:
        wanted = _claimable().where(_standing(stage, now)).order_by(articles.c.fetched_at, articles.c.id).limit(limit)
        for earlier in after:
            if first := self._first(earlier, now):
                wanted = wanted.where(
                    or_(
                        articles.c.fetched_at < first.fetched_at,
                        and_(articles.c.fetched_at == first.fetched_at, articles.c.id < first.id),
                    )
                )
        return self._leased(wanted, lease, with_pages=stage is Stage.FETCHED)

    def _first(self, stage: Stage, now: datetime) -> Any:
        found = select(articles.c.fetched_at, articles.c.id).where(_standing(stage, now))
        return self.connection.execute(found.order_by(articles.c.fetched_at, articles.c.id).limit(1)).first()

    def waits_since(self, stage: Stage, now: datetime) -> datetime | None:
        first = self._first(stage, now)
        return first.fetched_at if first else None

    def last_fetched_at(self) -> datetime | None:
        """When the newest came in, over the newest of each source: no look at the whole table."""
        of_source = select(func.max(articles.c.fetched_at)).where(articles.c.source_id == sources.c.id)
        newest = select(of_source.scalar_subquery().label("at"), sources.c.id).subquery()
        return self.connection.execute(select(func.max(newest.c.at))).scalar()

    def claim_changed(self, limit: int, *, lease: Lease) -> list[ClaimedArticle]:
        pages = _claimable().join(raw_pages, raw_pages.c.article_id == articles.c.id)
        in_order = pages.order_by(raw_pages.c.article_id)  # the few pages first: else all articles are walked
        wanted = in_order.where(articles.c.stage != Stage.FETCHED.value).limit(limit)
        return self._leased(wanted, lease, with_pages=True)

    def _leased(self, wanted: Select[Any], lease: Lease, *, with_pages: bool) -> list[ClaimedArticle]:
        """PostgreSQL skips rows that another worker is claiming at this moment; SQLite has one writer, who is us."""
        locked = wanted.with_for_update(skip_locked=True, of=articles)
        rows = list(self.connection.execute(locked).mappings())
        ids = [row["id"] for row in rows]
        if not ids:
            return []
        held = {"lease": lease.token, "leased_until": DatabaseTime(lease.lasts)}
        self.connection.execute(update(articles).where(articles.c.id.in_(ids)).values(held))
        kept = self._pages(ids) if with_pages else {}
        return [
            ClaimedArticle(article=article_of(r), page=kept.get(r["id"]), source_province=r["province"]) for r in rows
        ]

    def _pages(self, ids: list[str]) -> dict[str, FetchedPage]:
        found = self.connection.execute(select(raw_pages).where(raw_pages.c.article_id.in_(ids))).mappings()
        return {row["article_id"]: _page_of(row) for row in found}

    def held(self, ids: Sequence[str], token: str) -> set[str]:
        found = select(articles.c.id).where(articles.c.id.in_(ids), articles.c.lease == token)
        return set(self.connection.execute(found.order_by(articles.c.id).with_for_update()).scalars())

    def renew(self, leases: Sequence[Lease]) -> None:
        for lease in leases:
            ours = update(articles).where(articles.c.lease == lease.token)
            self.connection.execute(ours.values(leased_until=DatabaseTime(lease.lasts)))

    def release(self, tokens: Sequence[str]) -> None:
        self.connection.execute(update(articles).where(articles.c.lease.in_(tokens)).values(FREE))

    def release_all(self) -> None:
        self.connection.execute(update(articles).where(articles.c.lease != "").values(FREE))

    def release_standing(self, stage: Stage) -> None:
        leased = (articles.c.stage == stage.value) & (articles.c.stopped == "") & (articles.c.lease != "")
        self.connection.execute(update(articles).where(leased).values(FREE))

    def record(self, results: Sequence[StepResult], now: datetime) -> None:
        """Write what the steps changed and the one outcome of each together, and end the leases."""
        outcome_rows = [_outcome_row(result, now) for result in results]
        put(self.connection, outcomes, outcome_rows, tries=outcomes.c.tries + 1)
        keep_read(self.connection, results)
        steps: dict[str, list[StepResult]] = {}
        for result in results:
            steps.setdefault(result.article.id, []).append(result)
        alike: dict[tuple[str, ...], list[dict[str, Any]]] = {}
        for row in map(_row_after, steps.values()):
            alike.setdefault(tuple(row), []).append(row)
        for rows in alike.values():
            self._update(rows)
        mark(self.connection, [one for one, taken in steps.items() if taken[-1].article.story_id])

    def _update(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """One statement for all of them; the rows have the same columns."""
        values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in rows[0] if name != "id"}
        wanted = update(articles).where(articles.c.id == bindparam("new_id")).values(values)
        self.connection.execute(wanted, [{f"new_{name}": value for name, value in row.items()} for row in rows])

    def add(self, added: Sequence[Article]) -> None:
        """Keep articles that did not come from a page of ours; the same id again replaces its text."""
        asked = {"indexed_version": 0, "matched_version": 0}
        fixed = {"stopped": "", "overlap": 0.0, "retry_at": None} | asked | FREE
        put(self.connection, articles, [article_row(article) | fixed for article in added])
        keep_added(self.connection, added)
        mark(self.connection, [article.id for article in added])

    def lock_identities(self) -> None:
        one_at_a_time(self.connection, IDENTITIES)

    def lock(self, article_id: str) -> None:
        self.connection.execute(select(articles.c.id).where(articles.c.id == article_id).with_for_update()).all()

    def choose_section(self, article_id: str, choice: SectionChoice) -> None:
        """Search is told again, if it knew the article, and so are the saved searches."""
        marks = (articles.c.indexed_version, articles.c.matched_version)
        known = {mark.name: case((mark == 0, 0), else_=-1) for mark in marks}
        chosen = {"editor_section": chosen_value(choice)} | known
        self.connection.execute(update(articles).where(articles.c.id == article_id).values(chosen))
        mark(self.connection, [article_id])

    def remove_pages(self, pages: Mapping[str, datetime]) -> None:
        if pages:
            same = (raw_pages.c.article_id == bindparam("of")) & (raw_pages.c.fetched_at == bindparam("read"))
            self.connection.execute(delete(raw_pages).where(same), [{"of": k, "read": v} for k, v in pages.items()])


def _claimable() -> Select[Any]:
    free = articles.c.leased_until.is_(None) | (articles.c.leased_until <= DatabaseTime())
    return select(articles, sources.c.province).join(sources, sources.c.id == articles.c.source_id).where(free)


def _standing(stage: Stage, now: datetime) -> ColumnElement[bool]:
    ready = articles.c.retry_at.is_(None) | due(articles.c.retry_at, now, LONGEST_RETRY)
    return and_(articles.c.stage == stage.value, articles.c.stopped == "", ready)


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


def _row_after(steps: Sequence[StepResult]) -> dict[str, Any]:
    """The columns that these steps of one article may have changed, the last of which may have stopped it."""
    last = steps[-1]
    moved = [one.step for one in steps if one.outcome is Outcome.MOVED_ON]
    names = [name for step in moved for name in WRITTEN.get(step, ())]
    values = article_values(last.article, ("id", *(["stage"] if moved else []), *names))
    if Stage.QUEUED in moved:
        values["overlap"] = last.assignment.overlap if last.assignment else 0.0
    freed = FREE if last.step in WRITTEN else {}  # people's steps have no lease, and leave a reader's alone
    stopped = last.outcome in (Outcome.DISCARDED, Outcome.QUARANTINE)
    return values | freed | {"stopped": last.outcome.value if stopped else "", "retry_at": last.retry_at}


def _page_of(row: RowMapping) -> FetchedPage:
    return FetchedPage(
        url=row["url"],
        content=zlib.decompress(row["content"]),
        fetched_at=row["fetched_at"],
        content_type=row["content_type"],
    )
