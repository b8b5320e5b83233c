"""Addresses to visit. A page that arrives becomes an article at `fetched`, with its bytes beside it."""

import zlib
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from sqlalchemy import Connection, delete, func, insert, select, update
from sqlalchemy.engine import RowMapping

from database.rows import article_row, due
from database.tables import articles, crawl_queue, raw_pages, sources
from domain.article import Article, article_id
from domain.message import Message
from domain.page import FetchedPage
from domain.sources import FeedEntry, SourceKind
from domain.stage import Outcome, Stage
from domain.store import CrawlTarget

WITHDRAWN = (404, 410)
PER_SOURCE = 20
CHUNK = 500  # SQLite allows 32,766 bound values in one statement; PostgreSQL 65,535


class SqlCrawlQueue:
    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def discover(
        self, source_id: str, entries: Sequence[FeedEntry], now: datetime, *, visit: bool = True, dated: bool = True
    ) -> int:
        by_url = {entry.url: entry for entry in entries}
        urls = list(by_url)
        for start in range(0, len(urls), CHUNK):
            known = select(crawl_queue).where(crawl_queue.c.url.in_(urls[start : start + CHUNK]))
            for row in list(self.connection.execute(known).mappings()):
                self._told_again(row, by_url.pop(row["url"]), now, dated)
        rows = [_new_row(source_id, one, now if visit and not one.message else None) for one in by_url.values()]
        if rows:
            self.connection.execute(insert(crawl_queue), rows)
        for entry in entries:
            if entry.message and visit:
                self._brought(entry, now)
        return len(rows)

    def _brought(self, entry: FeedEntry, now: datetime) -> None:
        row = self.connection.execute(select(crawl_queue).where(crawl_queue.c.url == entry.url)).mappings().one()
        message = FetchedPage(url=entry.url, content=entry.message, fetched_at=now, content_type="application/cap+xml")
        self.arrived(_due_of(row), message, due_at=None)

    def _told_again(self, row: RowMapping, entry: FeedEntry, now: datetime, dated: bool) -> None:
        """A known article that is announced with another title or date is looked at at once."""
        title = entry.title or row["title"]
        published_at = (entry.published_at if dated else None) or row["published_at"]
        if not row["article_id"] or (title, published_at) == (row["title"], row["published_at"]):
            return
        values: dict[str, object] = {"title": title, "published_at": published_at}
        if row["due_at"] is not None:
            values["due_at"] = min(row["due_at"], now)
        self.connection.execute(update(crawl_queue).where(crawl_queue.c.id == row["id"]).values(values))

    def due(self, now: datetime, limit: int, per_source: int = PER_SOURCE) -> list[CrawlTarget]:
        """Of each source the newest articles first, new or not; warning services before the others."""
        newest = func.coalesce(crawl_queue.c.published_at, crawl_queue.c.due_at).desc()
        place = func.row_number().over(partition_by=crawl_queue.c.source_id, order_by=(newest, crawl_queue.c.id))
        ready = (
            select(
                crawl_queue, place.label("place"), (sources.c.kind != SourceKind.WARNING_SERVICE.value).label("other")
            )
            .join(sources, sources.c.id == crawl_queue.c.source_id)
            .where(due(crawl_queue.c.due_at, now), sources.c.active)
            .subquery()
        )
        found = (
            select(ready)
            .where(ready.c.place <= per_source)
            .order_by(ready.c.other, ready.c.place, ready.c.due_at, ready.c.id)
            .limit(limit)
        )
        return [_due_of(row) for row in self.connection.execute(found).mappings()]

    def look(self, article_id: str, due_at: datetime | None) -> None:
        values = {"due_at": due_at}
        self.connection.execute(update(crawl_queue).where(crawl_queue.c.article_id == article_id).values(values))

    def arrived(self, page: CrawlTarget, content: FetchedPage, *, due_at: datetime | None) -> bool:
        """Keep the bytes and start the article on its path (again, when its bytes have changed)."""
        digest = sha256(content.content).hexdigest()
        before = self.connection.execute(
            select(crawl_queue.c.content_hash).where(crawl_queue.c.id == page.id)
        ).scalar_one()
        identity = page.article_id or self._known_as(content.url) or article_id(content.url)
        row = self.connection.execute(select(articles.c.stage).where(articles.c.id == identity)).first()
        changed = digest != before and (row is None or bool(page.article_id))
        if changed and row is None:
            fresh = Article(
                id=identity, source_id=page.source_id, url=content.url, stage=Stage.FETCHED, title=page.title,
                fetched_at=content.fetched_at, published_at=page.published_at,
            )  # fmt: skip
            values = article_row(fresh) | {"stopped": "", "shared": 0.0}
            self.connection.execute(insert(articles).values(values))
        if changed:
            self._keep_bytes(identity, content)
            # What was too short or no article yet may be one by now: it takes its first step again.
            discarded = (articles.c.id == identity) & (articles.c.stage == Stage.FETCHED.value)
            discarded &= articles.c.stopped == Outcome.DISCARDED.value
            self.connection.execute(update(articles).where(discarded).values(stopped=""))
        seen = {
            "article_id": identity, "content_hash": digest, "due_at": due_at, "visits": page.visits + 1, "failures": 0,
            "last_status": 200, "last_message": None, "etag": page.etag, "last_modified": page.last_modified,
        }  # fmt: skip
        self.connection.execute(update(crawl_queue).where(crawl_queue.c.id == page.id).values(seen))
        return changed

    def _known_as(self, url: str) -> str:
        """The article whose canonical address this is, though it was first read at another."""
        return self.connection.execute(select(articles.c.id).where(articles.c.url == url)).scalar() or ""

    def _keep_bytes(self, identity: str, content: FetchedPage) -> None:
        self.connection.execute(delete(raw_pages).where(raw_pages.c.article_id == identity))
        values = {
            "article_id": identity, "url": content.url, "fetched_at": content.fetched_at,
            "content_type": content.content_type, "content": zlib.compress(content.content, 6),
        }  # fmt: skip
        self.connection.execute(insert(raw_pages).values(values))

    def missed(
        self, page: CrawlTarget, *, message: Message, due_at: datetime | None, status: int, at: datetime
    ) -> None:
        values = {
            "failures": page.failures + (status != 304), "visits": page.visits + 1, "due_at": due_at,
            "last_message": message.as_json(), "last_status": status,
        }  # fmt: skip
        self.connection.execute(update(crawl_queue).where(crawl_queue.c.id == page.id).values(values))
        if status in WITHDRAWN and page.article_id:
            standing = (articles.c.id == page.article_id) & articles.c.withdrawn_at.is_(None)
            self.connection.execute(update(articles).where(standing).values(withdrawn_at=at))

    def waiting(self) -> int:
        """How many addresses have never been visited yet."""
        found = (
            select(func.count())
            .select_from(crawl_queue)
            .where(crawl_queue.c.visits == 0, crawl_queue.c.due_at.is_not(None))
        )
        return self.connection.execute(found).scalar_one()


def _new_row(source_id: str, entry: FeedEntry, due_at: datetime | None) -> dict[str, object]:
    return {
        "source_id": source_id, "url": entry.url, "title": entry.title, "published_at": entry.published_at,
        "due_at": due_at, "etag": "", "last_modified": "", "visits": 0, "failures": 0, "last_status": 0,
        "last_message": None, "article_id": "", "content_hash": "",
    }  # fmt: skip


def _due_of(row: RowMapping) -> CrawlTarget:
    return CrawlTarget(**{name: row[name] for name in CrawlTarget.__dataclass_fields__})
