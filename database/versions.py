"""What an article said before: its earlier versions, and how much each changed."""

from dataclasses import replace

from sqlalchemy import (
    Column,
    Connection,
    ForeignKey,
    Integer,
    String,
    Table,
    Text,
    insert,
    select,
    update,
)

from database.articles import articles
from database.coverage_marks import mark
from database.rows import SECTION_COLUMNS, article_row
from database.tables import UTCDateTime, metadata
from domain.article import Article, ArticleVersion

versions = Table(
    "versions",
    metadata,
    Column("article_id", ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("seen_at", UTCDateTime, nullable=False),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("grade", String(20), nullable=False),
)


class SqlVersions:
    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def replace(self, article: Article, before: ArticleVersion) -> None:
        """The page came again and says something else now: its earlier text is kept."""
        earlier = {name: getattr(before, name) for name in ArticleVersion.__dataclass_fields__}
        self.connection.execute(insert(versions).values(earlier))
        changed = replace(article, version=before.version + 1)
        row = article_row(changed) | {"stopped": "", "retry_at": None}
        values = {
            name: value for name, value in row.items() if name not in SECTION_COLUMNS
        }  # of the next understanding
        self.connection.execute(update(articles).where(articles.c.id == article.id).values(values))
        mark(self.connection, [article.id])

    def list(self, article_id: str) -> list[ArticleVersion]:
        found = select(versions).where(versions.c.article_id == article_id).order_by(versions.c.version)
        return [ArticleVersion(**dict(row)) for row in self.connection.execute(found).mappings()]
