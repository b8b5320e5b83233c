"""The words of some articles of the last weeks, so that each article is read once for the words of a period."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from hashlib import blake2b
from heapq import nsmallest

from sqlalchemy import JSON, Column, Connection, ForeignKey, Integer, Table, delete, select

from database.articles import articles
from database.coverage import coverage_articles
from database.rows import pieces, put
from database.tables import metadata
from domain.analyses import SampledText, WordCounts
from domain.times import start_of

coverage_words = Table(  # as nlp/standing_out/readable.py reads them: none that may be a person's name
    "coverage_words",
    metadata,
    Column("article_id", ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("words", JSON, nullable=False),
)


class SqlPeriodWords:
    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def sample(self, first: date, last: date, limit: int) -> tuple[list[str], int]:
        within = (coverage_articles.c.dated >= start_of(first)) & (
            coverage_articles.c.dated < start_of(last + timedelta(days=1))
        )
        ids = self.connection.execute(select(coverage_articles.c.id).where(within)).scalars().all()
        return nsmallest(limit, ids, key=_place), len(ids)

    def unread(self, ids: Sequence[str], limit: int) -> list[SampledText]:
        found: list[SampledText] = []
        names = ("id", "version", "title", "text", "published_at")  # what search holds, so that it finds each word
        for some in pieces(ids):
            known = (coverage_words.c.article_id == articles.c.id) & (coverage_words.c.version == articles.c.version)
            wanted = select(*(articles.c[name] for name in names)).outerjoin(coverage_words, known)
            new = articles.c.id.in_(some) & coverage_words.c.article_id.is_(None)
            rows = self.connection.execute(wanted.where(new).order_by(articles.c.id).limit(limit - len(found)))
            found += [SampledText(r.id, r.version, r.title, r.text, r.published_at) for r in rows]
            if len(found) >= limit:
                break
        return found

    def save(self, words: Mapping[str, tuple[int, Iterable[str]]]) -> None:
        there = {
            id_
            for some in pieces(list(words))
            for id_ in self.connection.execute(select(articles.c.id).where(articles.c.id.in_(some))).scalars()
        }
        rows = [
            {"article_id": id_, "version": version, "words": sorted(own)}
            for id_, (version, own) in words.items()
            if id_ in there  # one may have been removed meanwhile
        ]
        put(self.connection, coverage_words, rows)

    def counts(self, ids: Sequence[str]) -> WordCounts:
        holding: Counter[str] = Counter()
        number = 0
        for some in pieces(ids):
            found = select(coverage_words.c.words).where(coverage_words.c.article_id.in_(some))
            for own in self.connection.execute(found).scalars():
                holding.update(own)
                number += 1
        return WordCounts(holding, number)

    def forget(self, kept: Sequence[str]) -> None:
        known = set(self.connection.execute(select(coverage_words.c.article_id)).scalars())
        for some in pieces(sorted(known - set(kept))):
            self.connection.execute(delete(coverage_words).where(coverage_words.c.article_id.in_(some)))


def _place(article_id: str) -> bytes:
    """In a drawing of lots that always goes the same way, whatever the ids look like."""
    return blake2b(article_id.encode(), digest_size=8).digest()
