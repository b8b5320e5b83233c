from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

import pytest

from database.engine import SqlDatabase, memory_database
from desk.intake import Intake, extract, understand
from desk.sources import collecting
from desk.watch import reread
from domain.people import Role
from domain.sources import FeedEntry
from domain.stage import Stage
from nlp.stories.incremental import StoryGrouper
from nlp.warnings.bulletins import VietnamBulletins
from tests.fakes import FakeAnalyzer, FakeExtractor, FakeGazetteer, FlakyIndex
from tests.making import NOON, PAPER, a_page, a_person, with_sources

STEPS = (Stage.FETCHED, Stage.EXTRACTED, Stage.UNDERSTOOD, Stage.INDEXED)


@dataclass
class Office:
    """A desk without a screen: the real database, index and grouper, small stand-ins for the rest."""

    database: SqlDatabase = field(default_factory=memory_database)
    index: FlakyIndex = field(default_factory=FlakyIndex)
    extractor: FakeExtractor = field(default_factory=FakeExtractor)
    analyzer: FakeAnalyzer = field(default_factory=FakeAnalyzer)
    grouper: StoryGrouper = field(default_factory=StoryGrouper)
    gazetteer: FakeGazetteer = field(default_factory=FakeGazetteer)
    now: datetime = NOON

    def __post_init__(self) -> None:
        with self.database.write() as store:
            with_sources(store)
            self.lan = a_person(store, "lan")
            self.minh = a_person(store, "minh")
            self.boss = a_person(store, "quan", Role.ADMINISTRATOR)
            self.reader = a_person(store, "phan", Role.ANALYST)
        self.intake = self.worker()

    def worker(self) -> Intake:
        """A worker that has just been started."""
        return Intake(
            database=self.database,
            index=self.index,
            grouper=self.grouper,
            gazetteer=self.gazetteer,
            extract=partial(extract, extractor=self.extractor),
            understand=partial(understand, analyzer=self.analyzer),
            clock=lambda: self.now,
        )

    def arrive(self, key: str, content: str, source: str = PAPER.id) -> str:
        """A page comes in, or comes again; returns its article's id."""
        url = f"https://{source.removesuffix('-example')}.example/{key}.html"
        with self.database.write() as store:
            collecting.discover(store, source, [FeedEntry(url=url)], self.now)
            [page] = [page for page in store.crawl_queue.due(self.now + timedelta(days=99), 999) if page.url == url]
            collecting.arrived(
                store, page, a_page(key, content.encode(), url=url, fetched_at=self.now), due_at=self.now
            )
            [page] = [page for page in store.crawl_queue.due(self.now + timedelta(days=99), 999) if page.url == url]
            return page.article_id

    def work(self) -> None:
        """Everything as far as it goes."""
        while any(self.intake.advance(stage) for stage in STEPS):
            pass

    def reread(self) -> int:
        return reread(
            self.database,
            extractor=self.extractor,
            grade=lambda before, after: "graded",
            index=self.index,
            gazetteer=self.gazetteer,
            bulletins=VietnamBulletins(),
            now=self.now,
        )

    def publish(self, key: str, content: str, source: str = PAPER.id) -> str:
        article_id = self.arrive(key, content, source)
        self.work()
        return article_id


@pytest.fixture
def office() -> Iterator[Office]:
    made = Office()
    yield made
    made.database.close()
