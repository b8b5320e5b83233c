"""Addresses to visit. A page that arrives becomes an article at `fetched`, with its bytes beside it."""

import zlib
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from sqlalchemy import Connection, delete, func, insert, select, update
from sqlalchemy.engine import RowMapping

from database.rows import article_row
from database.tables import articles, pages, raw_pages, sources
from domain.article import Article, article_id
from domain.page import Page
from domain.sources import Entry
from domain.stage import Stage
from domain.store import DuePage

WITHDRAWN = (404, 410)
CHUNK = 500  # SQLite allows 32,766 bound values in one statement; PostgreSQL 65,535


class SqlPages:
    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def discover(self, source_id: str, entries: Sequence[Entry], now: datetime) -> int:
        by_url = {entry.url: entry for entry in entries}
        urls = list(by_url)
        for start in range(0, len(urls), CHUNK):
            some = urls[start : start + CHUNK]
            known = self.connection.execute(select(pages.c.url).where(pages.c.url.in_(some))).scalars()
            for url in list(known):
                del by_url[url]
        rows = [_new_row(source_id, entry, now) for entry in by_url.values()]
        if rows:
            self.connection.execute(insert(pages), rows)
        return len(rows)

    def due(self, now: datetime, limit: int) -> list[DuePage]:
        found = (
            select(pages)
            .join(sources, sources.c.id == pages.c.source_id)
            .where(pages.c.due_at <= now, sources.c.active)
            .order_by(pages.c.due_at, pages.c.id)
            .limit(limit)
        )
        return [_due_of(row) for row in self.connection.execute(found).mappings()]

    def arrived(self, page: DuePage, content: Page, *, due_at: datetime | None) -> bool:
        """Keep the bytes and start the article on its path (again, when its bytes have changed)."""
        digest = sha256(content.content).hexdigest()
        before = self.connection.execute(select(pages.c.content_hash).where(pages.c.id == page.id)).scalar_one()
        identity = page.article_id or article_id(content.url)
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
        seen = {
            "article_id": identity, "content_hash": digest, "due_at": due_at, "visits": page.visits + 1, "failures": 0,
            "last_status": 200, "last_note": "", "etag": page.etag, "last_modified": page.last_modified,
        }  # fmt: skip
        self.connection.execute(update(pages).where(pages.c.id == page.id).values(seen))
        return changed

    def _keep_bytes(self, identity: str, content: Page) -> None:
        self.connection.execute(delete(raw_pages).where(raw_pages.c.article_id == identity))
        values = {
            "article_id": identity, "url": content.url, "fetched_at": content.fetched_at,
            "content_type": content.content_type, "content": zlib.compress(content.content, 6),
        }  # fmt: skip
        self.connection.execute(insert(raw_pages).values(values))

    def missed(self, page: DuePage, *, note: str, due_at: datetime | None, status: int, at: datetime) -> None:
        values = {
            "failures": page.failures + (status != 304), "visits": page.visits + 1, "due_at": due_at,
            "last_note": note, "last_status": status,
        }  # fmt: skip
        self.connection.execute(update(pages).where(pages.c.id == page.id).values(values))
        if status in WITHDRAWN and page.article_id:
            standing = (articles.c.id == page.article_id) & articles.c.withdrawn_at.is_(None)
            self.connection.execute(update(articles).where(standing).values(withdrawn_at=at))

    def waiting(self) -> int:
        """How many addresses have never been visited yet."""
        found = select(func.count()).select_from(pages).where(pages.c.visits == 0, pages.c.due_at.is_not(None))
        return self.connection.execute(found).scalar_one()


def _new_row(source_id: str, entry: Entry, now: datetime) -> dict[str, object]:
    return {
        "source_id": source_id, "url": entry.url, "title": entry.title, "published_at": entry.published_at,
        "due_at": now, "etag": "", "last_modified": "", "visits": 0, "failures": 0, "last_status": 0,
        "last_note": "", "article_id": "", "content_hash": "",
    }  # fmt: skip


def _due_of(row: RowMapping) -> DuePage:
    return DuePage(**{name: row[name] for name in DuePage.__dataclass_fields__})
