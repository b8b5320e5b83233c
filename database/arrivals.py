"""What the crawler does to articles: pages that came, or are gone. What happens is decided in desk/sources/."""

import zlib
from datetime import datetime

from sqlalchemy import Connection, delete, insert, or_, select, update

from database.articles import articles, raw_pages
from database.coverage_marks import mark
from domain.article import article_id
from domain.page import FetchedPage
from domain.stage import Outcome, Stage

ZLIB_LEVEL = 6


class SqlArrivals:
    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def find(self, url: str) -> str | None:
        """The article whose canonical address this is comes before the one that was first read here."""
        wanted = select(articles.c.id).where(or_(articles.c.url == url, articles.c.id == article_id(url)))
        return self.connection.execute(wanted.order_by(articles.c.url != url)).scalars().first()

    def save_page(self, kept_id: str, page: FetchedPage) -> None:
        self.connection.execute(delete(raw_pages).where(raw_pages.c.article_id == kept_id))
        values = {
            "article_id": kept_id, "url": page.url, "fetched_at": page.fetched_at,
            "content_type": page.content_type, "content": zlib.compress(page.content, ZLIB_LEVEL),
        }  # fmt: skip
        self.connection.execute(insert(raw_pages).values(values))

    def restart(self, discarded_id: str) -> None:
        first = (articles.c.stage == Stage.FETCHED.value) & (articles.c.stopped == Outcome.DISCARDED.value)
        self.connection.execute(update(articles).where(articles.c.id == discarded_id, first).values(stopped=""))
        mark(self.connection, [discarded_id])

    def withdraw(self, gone_id: str, at: datetime) -> None:
        standing = (articles.c.id == gone_id) & articles.c.withdrawn_at.is_(None)
        self.connection.execute(update(articles).where(standing).values(withdrawn_at=at))
        mark(self.connection, [gone_id])
