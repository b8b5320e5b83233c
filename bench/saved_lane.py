"""The lane of saved searches as the worker has it: articles and searches in a database, hits written to it."""

import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from sqlalchemy import insert

from database.engine import SqlDatabase, open_engine, sqlite_url
from database.migrate import migrate
from database.saved_searches import saved_searches
from desk.saved_matching import SavedMatching
from domain.article import Article
from domain.people import Role
from domain.saved_searches import SavedSearch
from domain.search import Document, Query
from domain.sources import Source
from domain.stage import Stage
from domain.times import now
from domain.understanding import Section
from index.percolator.engine import EmbeddedPercolator
from nlp.places.units import VietnamGazetteer


def written(searches: Mapping[int, Query], articles: Sequence[Document]) -> dict[str, float]:
    """ms an article: asked, and hits and mark written, in one batch; and how many hits an article has."""
    with tempfile.TemporaryDirectory() as folder:
        database = SqlDatabase(open_engine(sqlite_url(Path(folder) / "desk.db")))
        try:
            migrate(database.engine)
            _fill(database, searches, articles)
            return _lane(database, len(articles))
        finally:
            database.close()


def _fill(database: SqlDatabase, searches: Mapping[int, Query], articles: Sequence[Document]) -> None:
    with database.write() as store:
        for slug in {one.source for one in articles}:
            store.sources.save(Source(id=slug, name=slug, home_url=f"https://{slug}.example/", organisation=slug))
        owner = store.people.save("lan", "Lan", Role.EDITOR, active=True).id
        store.articles.add([_article(one) for one in articles])
    usual = asdict(SavedSearch(id=0, name="s", text="", owner=owner, feed_token="", changed_at=now()))
    rows = [usual | {"id": n, "text": query.text, "feed_token": f"{n}"} for n, query in searches.items()]
    with database.engine.begin() as connection:
        connection.execute(insert(saved_searches), rows)


def _article(one: Document) -> Article:
    assert one.published_at
    return Article(
        id=one.id,
        source_id=one.source,
        url=f"https://{one.source}.example/{one.id}",
        stage=Stage.QUEUED,
        fetched_at=one.published_at,
        published_at=one.published_at,
        title=one.title,
        lead="",
        text=one.text,
        section=next((section for section in Section if section == one.section), None),
    )


def _lane(database: SqlDatabase, articles: int) -> dict[str, float]:
    percolator = EmbeddedPercolator()
    lane = SavedMatching(
        database=database, percolator=percolator, gazetteer=VietnamGazetteer(), clock=now, tell=lambda _: None
    )
    lane.advance(limit=1)  # reads the searches
    started = time.process_time()
    lane.advance(limit=articles)
    spent = time.process_time() - started
    with database.read() as store:
        hits = sum(store.saved_searches.get(n).counted for n in store.saved_searches.queries())
    return {"ms": spent / (articles - 1) * 1000, "hits": hits / articles}
